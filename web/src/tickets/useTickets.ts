import { useQuery } from '@vue/apollo-composable';
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { useRefetchWhenOvertaken } from '../events/useRefetchWhenOvertaken';
import { TicketsDocument, type TicketFilter, type TicketsQueryVariables } from '../gql/graphql';
import { ticketOrders, type TicketFilterChoice } from './useTicketFilter';

const pageSize = 25;

/** The tickets of a choice, page after page. A changed choice keeps the former list until the new one is there. */
export function useTickets(choice: MaybeRefOrGetter<TicketFilterChoice>) {
  const variables = computed<TicketsQueryVariables>(() => {
    const { status, priority, text, order } = toValue(choice);
    const filter: TicketFilter = {
      ...(status.length ? { status } : {}),
      ...(priority.length ? { priority } : {}),
      ...(text ? { text } : {}),
    };
    return { ...(Object.keys(filter).length ? { filter } : {}), sort: ticketOrders[order], first: pageSize };
  });
  const { result, loading, error, refetch, fetchMore } = useQuery(TicketsDocument, variables, {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: (policy, { reason, initialFetchPolicy }) =>
      reason === 'variables-changed' ? initialFetchPolicy : policy === 'cache-and-network' ? 'cache-first' : policy,
    keepPreviousResult: true,
    notifyOnNetworkStatusChange: true,
  });
  useRefetchWhenOvertaken(loading, refetch);

  const loadingMore = ref(false);
  const moreFailure = ref<Failure | null>(null);
  async function loadMore(): Promise<void> {
    const after = result.value?.tickets.pageInfo.endCursor;
    if (!after || loadingMore.value) return;
    loadingMore.value = true;
    moreFailure.value = null;
    try {
      await fetchMore({ variables: { ...variables.value, after } });
    } catch (reason) {
      moreFailure.value = failureOf(reason);
    } finally {
      loadingMore.value = false;
    }
  }

  return {
    tickets: computed(() => result.value?.tickets.edges.map((edge) => edge.node)),
    totalCount: computed(() => result.value?.tickets.totalCount ?? 0),
    hasMore: computed(() => result.value?.tickets.pageInfo.hasNextPage ?? false),
    loading,
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    refetch,
    loadMore,
    loadingMore,
    moreFailure,
  };
}
