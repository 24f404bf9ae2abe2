import { shallowRef } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { SignInCodeRequestDocument, SignInCodeUseDocument } from '../gql/graphql';
import { useSessionStart } from '../sessions/useSessionStart';

/** Asks for an email with a link and a code. */
export const useSignInCodeRequest = () =>
  useMutationWithErrors(SignInCodeRequestDocument, (data) => data.signInCodeRequest);

/** Signs in with either. */
export const useSignInCodeUse = () => useSessionStart(SignInCodeUseDocument, (data) => data.signInCodeUse);

/** What was asked for here, and for which address. */
interface SignInCodeRequest {
  email: string;
  requestToken: string;
}

const storedRequest = () => (history.state as { signInCode?: SignInCodeRequest | null } | null)?.signInCode ?? null;

/** Whether somebody is about to type a code. */
export const hasStoredRequest = (): boolean => storedRequest() !== null;

/** It stays with this entry of the browser's history: a phone may reload the page while its owner looks into the mailbox. */
export function useStoredRequest() {
  const request = shallowRef(storedRequest());
  function keep(given: SignInCodeRequest | null): void {
    request.value = given;
    history.replaceState({ ...history.state, signInCode: given }, '');
  }
  return { request, keep };
}
