import type { ApolloCache, TypedDocumentNode } from '@apollo/client/core';
import { useMutation } from '@vue/apollo-composable';
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue';
import type { UserErrorFieldsFragment } from '../gql/graphql';
import { failureOf, type Failure } from './failure';
import { reauthenticate } from './reauthentication';
import { useUserErrors, type UserErrors } from './useUserErrors';

interface PayloadWithErrors {
  userErrors: UserErrorFieldsFragment[];
}

export interface MutationWithErrors<Variables, Payload> extends UserErrors {
  /** Resolves to the payload on success, otherwise to null; the reasons are in the refs. A small file is sent as it is. */
  send: (variables: Variables, file?: File) => Promise<Payload | null>;
  sending: Readonly<Ref<boolean>>;
  failure: Readonly<Ref<Failure | null>>;
  failed: ComputedRef<boolean>;
  /** Clears what is left of the last attempt. */
  reset: () => void;
}

/** One mutation with its three outcomes: done, rejected for reasons (`userErrors`), or without an answer (`failure`). */
export function useMutationWithErrors<
  Data,
  Variables extends Record<string, unknown>,
  Payload extends PayloadWithErrors,
>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => Payload,
  updateCache?: (cache: ApolloCache<unknown>, payload: Payload, variables: Variables) => void,
): MutationWithErrors<Variables, Payload> {
  const sending = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const errors = shallowRef<UserErrorFieldsFragment[]>([]);
  const { mutate } = useMutation<Data, Variables>(document, {
    throws: 'always',
    update(cache, { data }, { variables }) {
      const payload = data ? payloadOf(data as Data) : null;
      if (payload && !payload.userErrors.length) updateCache?.(cache, payload, variables as Variables);
    },
  });

  function reset(): void {
    failure.value = null;
    errors.value = [];
  }

  async function run(variables: Variables, file?: File): Promise<Payload | null> {
    const result = await mutate(variables, { context: { fetchOptions: { file } } });
    return result?.data ? payloadOf(result.data) : null;
  }

  async function send(variables: Variables, file?: File): Promise<Payload | null> {
    if (sending.value) return null;
    sending.value = true;
    reset();
    try {
      let payload = await run(variables, file);
      // a sensitive step: what was asked for is asked for again once the person has shown who they are
      if (payload?.userErrors.some(({ code }) => code === 'REAUTHENTICATION_REQUIRED') && (await reauthenticate()))
        payload = await run(variables, file);
      if (!payload) failure.value = 'broken';
      errors.value = payload?.userErrors ?? [];
      return payload && !payload.userErrors.length ? payload : null;
    } catch (error) {
      failure.value = failureOf(error);
      return null;
    } finally {
      sending.value = false;
    }
  }

  const failed = computed(() => failure.value !== null || errors.value.length > 0);
  return { send, sending, failure, failed, reset, ...useUserErrors(errors, failure) };
}
