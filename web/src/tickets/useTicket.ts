import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useLoadMore } from '../apollo/useLoadMore';
import { ticketOf } from '../events/portal-event';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { TicketDocument } from '../gql/graphql';

const pageSize = 50;
/** There are calls and changes between the messages. */
const entryPageSize = 100;

/** A ticket with the newest part of its thread. */
export function useTicket(id: MaybeRefOrGetter<string>) {
  const variables = computed(() => ({ id: toValue(id), last: pageSize, lastEntries: entryPageSize }));
  const { result, loading, failure, refetch, fetchMore } = useCachedQuery(TicketDocument, variables);
  useRefetchOnEvent(loading, refetch, (event) => ticketOf(event)?.id === toValue(id));

  const thread = computed(() => result.value?.ticket?.messages);
  const earlier = useLoadMore(
    () => thread.value?.pageInfo.hasPreviousPage,
    () => {
      const before = thread.value?.pageInfo.startCursor;
      const beforeEntry = result.value?.ticket?.timeline.pageInfo.startCursor;
      return fetchMore({ variables: { ...variables.value, before, beforeEntry } });
    },
  );

  return {
    /** undefined while it is not known, null when there is none for this viewer. */
    ticket: computed(() => result.value?.ticket),
    messages: computed(() => thread.value?.edges.map((edge) => edge.node) ?? []),
    calls: computed(() => result.value?.ticket?.callRequests.edges.map((edge) => edge.node) ?? []),
    entries: computed(() => result.value?.ticket?.timeline.edges.map((edge) => edge.node) ?? []),
    earlier,
    loading,
    failure,
    refetch,
  };
}
