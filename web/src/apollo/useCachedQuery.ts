import type { OperationVariables, TypedDocumentNode } from '@apollo/client/core';
import { useQuery } from '@vue/apollo-composable';
import { computed, type MaybeRefOrGetter } from 'vue';
import { failureOf } from './failure';

/** A query that shows what is cached at once, and what the server answers as soon as it does. */
export function useCachedQuery<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: MaybeRefOrGetter<Variables>,
) {
  const { result, loading, error, refetch, fetchMore } = useQuery(document, variables as Variables, {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    notifyOnNetworkStatusChange: true,
  });
  return {
    result,
    loading,
    /** Only while there is nothing to show. */
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    refetch,
    fetchMore,
  };
}
