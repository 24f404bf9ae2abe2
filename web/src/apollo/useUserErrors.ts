import { computed, toValue, type ComputedRef, type MaybeRefOrGetter, type Ref } from 'vue';
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

/** Reads the `userErrors` of any mutation: each one to its field, the rest together. */
export function useUserErrors(
  refusals: MaybeRefOrGetter<UserErrorFieldsFragment[]>,
  failure: Readonly<Ref<Failure | null>>,
): UserErrors {
  const { t } = useI18n();
  const { say } = useUserErrorText();
  const userErrors = computed(() => toValue(refusals));
  const otherErrors = (shownFields: readonly string[] = []) =>
    userErrors.value.filter((error) => !error.field || !shownFields.includes(error.field)).map(say);

  return {
    userErrors,
    errorOf(field) {
      const error = userErrors.value.find((each) => each.field === field);
      // Beside its field, the name the field has in the API tells nobody anything.
      return error && (error.code === 'REQUIRED' ? t('userErrors.REQUIRED') : say(error));
    },
    otherErrors,
    problems: (shownFields) => (failure.value ? [t(`failure.${failure.value}`)] : otherErrors(shownFields)),
  };
}

export function useUserErrorText(): { say: (error: UserErrorFieldsFragment) => string } {
  const { t, te, locale } = useI18n();
  return {
    // The server explains itself in English; elsewhere the code is said in the language of the screen.
    say(error) {
      const key = `userErrors.${error.code}`;
      return locale.value === 'en' || !te(key, locale.value) ? error.message : t(key);
    },
  };
}
