import { useQuery } from '@vue/apollo-composable';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { failureOf } from '../apollo/failure';
import { useLoadMore } from '../apollo/useLoadMore';
import { ticketOf } from '../events/portal-event';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { TicketDocument } from '../gql/graphql';

const pageSize = 50;

/** A ticket with the newest part of its thread; `ticket` is null when there is none for this viewer. */
export function useTicket(id: MaybeRefOrGetter<string>) {
  const variables = computed(() => ({ id: toValue(id), last: pageSize }));
  const { result, loading, error, refetch, fetchMore } = useQuery(TicketDocument, variables, {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    notifyOnNetworkStatusChange: true,
  });
  useRefetchOnEvent(loading, refetch, (event) => ticketOf(event)?.id === toValue(id));

  const thread = computed(() => result.value?.ticket?.messages);
  const earlier = useLoadMore(
    () => thread.value?.pageInfo.hasPreviousPage,
    () => fetchMore({ variables: { ...variables.value, before: thread.value?.pageInfo.startCursor } }),
  );

  return {
    /** undefined while it is not known. */
    ticket: computed(() => result.value?.ticket),
    messages: computed(() => thread.value?.edges.map((edge) => edge.node) ?? []),
    calls: computed(() => result.value?.ticket?.callRequests.edges.map((edge) => edge.node) ?? []),
    earlier,
    loading,
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    refetch,
  };
}
