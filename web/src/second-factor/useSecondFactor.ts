import { computed, ref, shallowRef } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import {
  RecoveryCodesRenewDocument,
  TotpConfirmDocument,
  TotpRemoveDocument,
  TotpSetUpDocument,
  ViewerSecondFactorDocument,
} from '../gql/graphql';
import { useCodeError } from './useCodeError';

/** The viewer's own second factor, and how it is set up, renewed and turned off. */
export function useSecondFactor() {
  const { result, loading, failure, refetch } = useCachedQuery(ViewerSecondFactorDocument, {});
  const setUp = useMutationWithErrors(TotpSetUpDocument, (data) => data.totpSetUp);
  const confirm = useMutationWithErrors(TotpConfirmDocument, (data) => data.totpConfirm);
  const remove = useMutationWithErrors(TotpRemoveDocument, (data) => data.totpRemove);
  const renew = useMutationWithErrors(RecoveryCodesRenewDocument, (data) => data.recoveryCodesRenew);
  const { codeError, codeFields } = useCodeError(confirm);
  /** The secret that waits for its first code. */
  const offer = shallowRef<{ secret: string; uri: string } | null>(null);
  /** New recovery codes, until the person has kept them. */
  const recoveryCodes = ref<string[] | null>(null);

  async function begin(): Promise<void> {
    confirm.reset();
    const payload = await setUp.send({});
    if (payload?.secret && payload.uri) offer.value = { secret: payload.secret, uri: payload.uri };
  }

  async function turnOn(code: string): Promise<boolean> {
    const payload = await confirm.send({ input: { code } });
    if (!payload) return false;
    offer.value = null;
    recoveryCodes.value = payload.recoveryCodes ?? null;
    return true;
  }

  async function turnOff(): Promise<boolean> {
    return !!(await remove.send({}));
  }

  async function renewCodes(): Promise<void> {
    const payload = await renew.send({});
    if (payload) recoveryCodes.value = payload.recoveryCodes ?? null;
  }

  return {
    state: computed(() => result.value?.viewer ?? null),
    loading,
    failure,
    refetch,
    offer,
    recoveryCodes,
    begin,
    beginning: setUp.sending,
    turnOn,
    turningOn: confirm.sending,
    codeError,
    confirmProblems: computed(() => confirm.problems(codeFields)),
    turnOff,
    turningOff: remove.sending,
    renewCodes,
    renewing: renew.sending,
    problems: computed(() => [setUp, remove, renew].flatMap((mutation) => mutation.problems())),
  };
}
