import { computed, type ComputedRef, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { UserErrorFieldsFragment } from '../gql/graphql';
import type { Failure } from './failure';

export interface UserErrors {
  userErrors: ComputedRef<UserErrorFieldsFragment[]>;
  /** The text for a form field named by its path in the mutation, e.g. "input.title". */
  errorOf: (field: string) => string | undefined;
  /** Everything that belongs to none of the fields shown. */
  otherErrors: (shownFields?: readonly string[]) => string[];
  /** The same, or that there was no answer. */
  problems: (shownFields?: readonly string[]) => string[];
}

/** Reads the `userErrors` of any mutation: each one for its field, the rest together. */
export function useUserErrors(
  errors: Readonly<Ref<UserErrorFieldsFragment[]>>,
  failure: Readonly<Ref<Failure | null>>,
): UserErrors {
  const { t } = useI18n();
  const userErrorText = useUserErrorText();
  const otherErrors = (shownFields: readonly string[] = []) =>
    errors.value.filter((error) => !error.field || !shownFields.includes(error.field)).map(userErrorText);

  return {
    userErrors: computed(() => errors.value),
    errorOf(field) {
      const error = errors.value.find((each) => each.field === field);
      // Beside its field, the name the field has in the API means nothing to anybody.
      return error && (error.code === 'REQUIRED' ? t('userErrors.REQUIRED') : userErrorText(error));
    },
    otherErrors,
    problems: (shownFields) => (failure.value ? [t(`failure.${failure.value}`)] : otherErrors(shownFields)),
  };
}

/** The server's messages are in English; in other languages the text for the code is shown. */
export function useUserErrorText(): (error: UserErrorFieldsFragment) => string {
  const { t, te, locale } = useI18n();
  return (error) => {
    const key = `userErrors.${error.code}`;
    return locale.value === 'en' || !te(key, locale.value) ? error.message : t(key);
  };
}
