import { ref, shallowRef } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { useUserErrors } from '../apollo/useUserErrors';
import type { SignInInput, UserErrorFieldsFragment } from '../gql/graphql';
import { session } from './session';

export function useSignIn() {
  const sending = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const refusals = shallowRef<UserErrorFieldsFragment[]>([]);

  async function send(input: SignInInput): Promise<boolean> {
    if (sending.value) return false;
    sending.value = true;
    failure.value = null;
    refusals.value = [];
    try {
      refusals.value = await session.signIn(input);
      return !refusals.value.length;
    } catch (error) {
      failure.value = failureOf(error);
      return false;
    } finally {
      sending.value = false;
    }
  }

  return { send, sending, failure, ...useUserErrors(refusals) };
}
