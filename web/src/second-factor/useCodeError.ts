import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { UserErrors } from '../apollo/useUserErrors';

const field = 'input.code';

/** What is wrong with the code that was given. */
export function useCodeError({ userErrors, errorOf }: Pick<UserErrors, 'userErrors' | 'errorOf'>): {
  codeError: ComputedRef<string | undefined>;
  codeFields: string[];
} {
  const { t } = useI18n();
  const isWrong = () => userErrors.value.some((error) => error.field === field && error.code === 'INVALID_CREDENTIALS');
  return { codeError: computed(() => (isWrong() ? t('secondFactor.wrong') : errorOf(field))), codeFields: [field] };
}
