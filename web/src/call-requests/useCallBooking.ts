import { useQuery } from '@vue/apollo-composable';
import { until } from '@vueuse/core';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { CallBookingDocument } from '../gql/graphql';
import { openCalls, soonest } from './call-lists';

/** What a new call may be about, and the call that is already open; of the customer for whom staff book it. */
export function useCallBooking(ticketId: MaybeRefOrGetter<string | null>, customerId: string | null) {
  const ofCustomer = customerId ? { customerId } : {};
  const { result, loading, refetch } = useQuery(
    CallBookingDocument,
    () => ({
      open: { ...openCalls, ...ofCustomer },
      soonest,
      current: { status: ['OPEN' as const, 'PENDING' as const, 'RESOLVED' as const], ...ofCustomer },
      newest: { field: 'UPDATED_AT' as const, direction: 'DESCENDING' as const },
      first: 50,
      ticketId: toValue(ticketId) ?? '',
      withTicket: !!toValue(ticketId),
      customerId: customerId ?? '',
      withCustomer: !!customerId,
    }),
    { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', keepPreviousResult: true },
  );
  useRefetchOnEvent(loading, refetch);

  return {
    tickets: computed(() => result.value?.tickets.edges.map((edge) => edge.node) ?? []),
    /** undefined while it is not known, null when there is none for this viewer. */
    ticket: computed(() => (toValue(ticketId) ? result.value?.ticket : null)),
    /** Resolves when it is known whether there is an open call, as far as that can be known. */
    known: () => until(loading).toBe(false),
    customer: computed(() => result.value?.customer ?? null),
    // staff know what they have agreed on
    openCall: computed(() => (customerId ? null : (result.value?.callRequests.edges[0]?.node ?? null))),
  };
}
