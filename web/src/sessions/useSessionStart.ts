import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ref, shallowRef } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { useUserErrors } from '../apollo/useUserErrors';
import type { UserErrorFieldsFragment } from '../gql/graphql';
import { session, type SessionPayload } from './session';

/** A mutation that starts a session: it ends with somebody signed in, rejected for reasons, or without an answer. */
export function useSessionStart<Data, Input>(
  document: TypedDocumentNode<Data, { input: Input }>,
  payloadOf: (data: Data) => SessionPayload,
) {
  const sending = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const errors = shallowRef<UserErrorFieldsFragment[]>([]);

  async function send(input: Input): Promise<boolean> {
    if (sending.value) return false;
    sending.value = true;
    failure.value = null;
    errors.value = [];
    try {
      errors.value = await session.start(document, input, payloadOf);
      return !errors.value.length;
    } catch (error) {
      failure.value = failureOf(error);
      return false;
    } finally {
      sending.value = false;
    }
  }

  return { send, sending, failure, ...useUserErrors(errors, failure) };
}
