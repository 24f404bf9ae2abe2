import { useDebounceFn } from '@vueuse/core';
import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { onPortalEvent } from '../events/usePortalEvents';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { openCalls, soonest } from '../call-requests/call-lists';
import { DashboardDocument } from '../gql/graphql';

const shown = 5;

/** Numbers, the next call, open and recent tickets, in one request. */
export function useDashboard() {
  const { result, loading, failure, refetch } = useCachedQuery(DashboardDocument, {
    open: { status: ['OPEN', 'PENDING'] },
    openSort: { field: 'PRIORITY', direction: 'DESCENDING' },
    recentSort: { field: 'UPDATED_AT', direction: 'DESCENDING' },
    first: shown,
    openCalls,
    soonestCall: soonest,
  });
  useRefetchOnEvent(loading, refetch);

  // Lists follow an event at once by the cache; numbers are counted by the server, once per burst.
  const recount = useDebounceFn(() => refetch()?.catch(() => {}), 800, { maxWait: 5_000 });
  onPortalEvent((event) => {
    if (event.__typename === 'TicketCreated' || event.__typename === 'TicketStatusChanged') void recount();
  });

  const ticketsOf = (name: 'openTickets' | 'recentTickets') =>
    computed(() => result.value?.[name].edges.slice(0, shown).map((edge) => edge.node));
  return {
    stats: computed(() => result.value?.viewer?.ticketStats),
    /** undefined while it is not known, null when there is none. */
    nextCall: computed(() => result.value && (result.value.nextCall.edges[0]?.node ?? null)),
    openCallCount: computed(() => result.value?.nextCall.totalCount ?? 0),
    openTickets: ticketsOf('openTickets'),
    recentTickets: ticketsOf('recentTickets'),
    failure,
    loading,
    refetch,
  };
}
