import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useLoadMore } from '../apollo/useLoadMore';
import { usePages } from '../apollo/usePages';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { CallsDocument, CustomerCallsDocument, type CallsQuery, type CallsQueryVariables } from '../gql/graphql';
import { endedCalls, latest, openCalls, soonest } from './call-lists';

const pageSize = 25;

/** Calls of all customers. */
export function useCalls(given: MaybeRefOrGetter<Pick<CallsQueryVariables, 'filter' | 'sort'>>) {
  const variables = (): CallsQueryVariables => ({ ...toValue(given), first: pageSize });
  const pages = usePages(CallsDocument, variables, (data) => data.callRequests);
  useRefetchOnEvent(pages.loading, pages.refetch);
  return pages;
}

/** Upcoming and past calls in one request; the past ones are loaded page by page. */
export function useCustomerCalls() {
  const { result, loading, failure, refetch, fetchMore } = useCachedQuery(CustomerCallsDocument, {
    open: openCalls,
    soonest,
    ended: endedCalls,
    latest,
    first: pageSize,
  });
  useRefetchOnEvent(loading, refetch);
  const more = useLoadMore(
    () => result.value?.past.pageInfo.hasNextPage,
    () => {
      const after = result.value?.past.pageInfo.endCursor;
      // Written to the cache, the next page of the same list shows here too.
      return fetchMore<CallsQuery, CallsQueryVariables>({
        query: CallsDocument,
        variables: { filter: endedCalls, sort: latest, first: pageSize, after },
      });
    },
  );
  return {
    upcoming: computed(() => result.value?.upcoming.edges.map((edge) => edge.node)),
    past: computed(() => result.value?.past.edges.map((edge) => edge.node)),
    failure,
    loading,
    refetch,
    more,
  };
}
