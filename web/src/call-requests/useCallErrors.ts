import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useUserErrorText, type UserErrors } from '../apollo/useUserErrors';
import type { UserErrorFieldsFragment } from '../gql/graphql';

const fields = ['phone', 'reason', 'note', 'ticketId', 'scheduledAt'] as const;
type Field = (typeof fields)[number];

/** Why a call was rejected, with what to do next: each error for its field, the rest together. */
export function useCallErrors({ userErrors }: Pick<UserErrors, 'userErrors'>) {
  const { t, te } = useI18n();
  const userErrorText = useUserErrorText();

  function errorText(error: UserErrorFieldsFragment): string {
    const key = `calls.error.${error.field?.replace('input.', '') ?? 'call'}.${error.code}`;
    return te(key) || te(key, 'en') ? t(key) : userErrorText(error);
  }
  const fieldOf = (error: UserErrorFieldsFragment) => fields.find((field) => error.field === `input.${field}`);

  return {
    errorOf: (field: Field): string | undefined => {
      const error = userErrors.value.find((each) => fieldOf(each) === field);
      return error && errorText(error);
    },
    otherErrors: computed(() => userErrors.value.filter((error) => !fieldOf(error)).map(errorText)),
  };
}
