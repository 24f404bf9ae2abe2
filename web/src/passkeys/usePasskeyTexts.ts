import { useI18n } from 'vue-i18n';
import type { UserErrorFieldsFragment } from '../gql/graphql';
import type { PasskeyFailure } from './authenticator';

/** Why a passkey has not been accepted, by the browser or by the server; null for other reasons. */
export function usePasskeyTexts() {
  const { t } = useI18n();
  return (failure: PasskeyFailure | null, refusals: readonly UserErrorFieldsFragment[]): string | null => {
    if (failure) return t(`passkeys.failed.${failure}`);
    if (refusals.some(({ code, field }) => code === 'INVALID_CREDENTIALS' && !field)) return t('passkeys.notAccepted');
    const isOver = refusals.some(({ code, field }) => code === 'WRONG_STATE' && field === 'input.clientDataJSON');
    return isOver ? t('passkeys.over') : null;
  };
}
