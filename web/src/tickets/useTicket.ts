import { useQuery } from '@vue/apollo-composable';
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { ticketOf } from '../events/apply-event';
import { useRefetchWhenOvertaken } from '../events/useRefetchWhenOvertaken';
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
  useRefetchWhenOvertaken(loading, refetch, (event) => ticketOf(event)?.id === toValue(id));

  const thread = computed(() => result.value?.ticket?.messages);
  const loadingEarlier = ref(false);
  const earlierFailure = ref<Failure | null>(null);
  async function loadEarlier(): Promise<void> {
    const before = thread.value?.pageInfo.startCursor;
    if (!before || loadingEarlier.value) return;
    loadingEarlier.value = true;
    earlierFailure.value = null;
    try {
      await fetchMore({ variables: { ...variables.value, before } });
    } catch (reason) {
      earlierFailure.value = failureOf(reason);
    } finally {
      loadingEarlier.value = false;
    }
  }

  return {
    /** undefined while it is not known. */
    ticket: computed(() => result.value?.ticket),
    messages: computed(() => thread.value?.edges.map((edge) => edge.node) ?? []),
    calls: computed(() => result.value?.ticket?.callRequests.edges.map((edge) => edge.node) ?? []),
    hasEarlier: computed(() => thread.value?.pageInfo.hasPreviousPage ?? false),
    loading,
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    refetch,
    loadEarlier,
    loadingEarlier,
    earlierFailure,
  };
}
