import type { OperationVariables, TypedDocumentNode } from '@apollo/client/core';
import { useQuery } from '@vue/apollo-composable';
import { computed, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { failureOf } from './failure';
import { useLoadMore } from './useLoadMore';

interface Connection<Entry> {
  edges: { node: Entry }[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
  totalCount?: number;
}

/** A list, page by page. When the variables change, the previous list is shown until the new one is loaded. */
export function usePages<Data, Variables extends OperationVariables, Entry>(
  document: TypedDocumentNode<Data, Variables>,
  given: MaybeRefOrGetter<Variables>,
  listOf: (data: Data) => Connection<Entry>,
) {
  const variables = computed(() => toValue(given));
  const { result, loading, error, refetch, fetchMore } = useQuery(document, variables, {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    keepPreviousResult: true,
    notifyOnNetworkStatusChange: true,
    // a fresh first page does not shorten what was loaded after it
    refetchWritePolicy: 'merge',
  });
  /** What another query has of the same list, such as a number, may be there before its entries are. */
  const list = () => {
    const known: Partial<Connection<Entry>> | undefined = result.value && listOf(result.value);
    return known?.edges && known.pageInfo ? (known as Connection<Entry>) : undefined;
  };
  /** undefined while they are not known. */
  const entries = computed(() => list()?.edges.map((edge) => edge.node));
  const more = useLoadMore(
    () => list()?.pageInfo.hasNextPage,
    () => fetchMore({ variables: { ...variables.value, after: list()?.pageInfo.endCursor } }),
  );
  watch(variables, more.resetFailure);
  return {
    result,
    entries,
    totalCount: computed(() => list()?.totalCount ?? 0),
    loading,
    /** Whether a list with other variables is being loaded. */
    isChanging: computed(() => loading.value && !more.loading && !!entries.value),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    refetch,
    more,
  };
}
