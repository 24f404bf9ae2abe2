import { ref, shallowRef } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { useUserErrors } from '../apollo/useUserErrors';
import type { UserErrorFieldsFragment } from '../gql/graphql';
import { session } from './session';

/** One of the ways in: each ends with somebody signed in, refused for reasons, or without an answer. */
function useEntry<Input>(enter: (input: Input) => Promise<UserErrorFieldsFragment[]>) {
  const sending = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const refusals = shallowRef<UserErrorFieldsFragment[]>([]);

  async function send(input: Input): Promise<boolean> {
    if (sending.value) return false;
    sending.value = true;
    failure.value = null;
    refusals.value = [];
    try {
      refusals.value = await enter(input);
      return !refusals.value.length;
    } catch (error) {
      failure.value = failureOf(error);
      return false;
    } finally {
      sending.value = false;
    }
  }

  return { send, sending, failure, ...useUserErrors(refusals, failure) };
}

export const useSignIn = () => useEntry(session.signIn);
export const usePasswordReset = () => useEntry(session.resetPassword);
export const useInvitationAccept = () => useEntry(session.acceptInvitation);
