import { useQuery } from '@vue/apollo-composable';
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { useRefetchWhenOvertaken } from '../events/useRefetchWhenOvertaken';
import {
  CallsDocument,
  CustomerCallsDocument,
  type CallPageFragment,
  type CallsQuery,
  type CallsQueryVariables,
} from '../gql/graphql';
import { endedCalls, latest, openCalls, soonest } from './call-lists';

const pageSize = 25;
/** Calls of all customers, page by page. */
export function useCalls(given: MaybeRefOrGetter<Pick<CallsQueryVariables, 'filter' | 'sort'>>) {
  const variables = computed(() => ({ ...toValue(given), first: pageSize }));
  const { result, loading, error, refetch, fetchMore } = useQuery(CallsDocument, variables, {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: (policy, { reason, initialFetchPolicy }) =>
      reason === 'variables-changed' ? initialFetchPolicy : policy === 'cache-and-network' ? 'cache-first' : policy,
    keepPreviousResult: true,
    notifyOnNetworkStatusChange: true,
  });
  useRefetchWhenOvertaken(loading, refetch);
  const more = useMore(
    () => result.value?.callRequests,
    (after) => fetchMore({ variables: { ...variables.value, after } }),
  );
  return {
    calls: computed(() => result.value?.callRequests.edges.map((edge) => edge.node)),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    loading,
    refetch,
    ...more,
  };
}

/** What is to come and what was, in one request; what was comes page by page. */
export function useCustomerCalls() {
  const { result, loading, error, refetch, fetchMore } = useQuery(
    CustomerCallsDocument,
    { open: openCalls, soonest, ended: endedCalls, latest, first: pageSize },
    { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', notifyOnNetworkStatusChange: true },
  );
  useRefetchWhenOvertaken(loading, refetch);
  const more = useMore(
    () => result.value?.past,
    (after) =>
      // Written to the cache, the next page of the same list shows here too.
      fetchMore<CallsQuery, CallsQueryVariables>({
        query: CallsDocument,
        variables: { filter: endedCalls, sort: latest, first: pageSize, after },
      }),
  );
  return {
    upcoming: computed(() => result.value?.upcoming.edges.map((edge) => edge.node)),
    past: computed(() => result.value?.past.edges.map((edge) => edge.node)),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    loading,
    refetch,
    ...more,
  };
}

function useMore(list: () => CallPageFragment | undefined, fetchAfter: (after: string | null) => unknown) {
  const loadingMore = ref(false);
  const moreFailure = ref<Failure | null>(null);
  return {
    hasMore: computed(() => list()?.pageInfo.hasNextPage ?? false),
    loadingMore,
    moreFailure,
    async loadMore(): Promise<void> {
      if (loadingMore.value) return;
      loadingMore.value = true;
      moreFailure.value = null;
      try {
        await fetchAfter(list()?.pageInfo.endCursor ?? null);
      } catch (reason) {
        moreFailure.value = failureOf(reason);
      } finally {
        loadingMore.value = false;
      }
    },
  };
}
