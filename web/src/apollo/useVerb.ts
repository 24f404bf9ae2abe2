import type { ApolloCache, TypedDocumentNode } from '@apollo/client/core';
import { useMutation } from '@vue/apollo-composable';
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue';
import type { UserErrorFieldsFragment } from '../gql/graphql';
import { failureOf, type Failure } from './failure';
import { useUserErrors, type UserErrors } from './useUserErrors';

interface Payload {
  userErrors: UserErrorFieldsFragment[];
}

export interface Verb<Variables, Answer> extends UserErrors {
  /** Resolves to the payload when the server did it, to null when it did not; the reasons are in the refs. */
  send: (variables: Variables) => Promise<Answer | null>;
  sending: Readonly<Ref<boolean>>;
  failure: Readonly<Ref<Failure | null>>;
  failed: ComputedRef<boolean>;
  forget: () => void;
}

/** One mutation with its three ways to end: done, refused for reasons (`userErrors`), or without an answer (`failure`). */
export function useVerb<Data, Variables extends Record<string, unknown>, Answer extends Payload>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => Answer,
  done?: (cache: ApolloCache<unknown>, answer: Answer, variables: Variables) => void,
): Verb<Variables, Answer> {
  const sending = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const refusals = shallowRef<UserErrorFieldsFragment[]>([]);
  const { mutate } = useMutation<Data, Variables>(document, {
    throws: 'always',
    update(cache, { data }, { variables }) {
      const answer = data ? payloadOf(data as Data) : null;
      if (answer && !answer.userErrors.length) done?.(cache, answer, variables as Variables);
    },
  });

  function forget(): void {
    failure.value = null;
    refusals.value = [];
  }

  async function send(variables: Variables): Promise<Answer | null> {
    if (sending.value) return null;
    sending.value = true;
    forget();
    try {
      const result = await mutate(variables);
      const answer = result?.data ? payloadOf(result.data) : null;
      if (!answer) failure.value = 'broken';
      refusals.value = answer?.userErrors ?? [];
      return answer && !answer.userErrors.length ? answer : null;
    } catch (error) {
      failure.value = failureOf(error);
      return null;
    } finally {
      sending.value = false;
    }
  }

  const failed = computed(() => failure.value !== null || refusals.value.length > 0);
  return { send, sending, failure, failed, forget, ...useUserErrors(refusals, failure) };
}
