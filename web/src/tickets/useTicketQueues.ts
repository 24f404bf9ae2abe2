import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { TicketQueuesDocument } from '../gql/graphql';
import type { TicketQueue } from './useTicketFilter';

/** How many tickets there are in each queue, and in all, live; undefined while it is not known, and null for no such queue. */
export function useTicketQueues() {
  const { result, loading, refetch } = useCachedQuery(TicketQueuesDocument, {});
  useRefetchOnEvent(loading, refetch);
  useRefetchSoon(refetch, (event) => 'ticket' in event || 'team' in event);
  return computed((): Record<TicketQueue | 'all', number | null> | undefined => {
    const viewer = result.value?.viewer;
    if (!viewer?.ticketQueues) return undefined;
    const { mine, myTeams, unassigned, waitingForStaff, waitingForCustomer, all } = viewer.ticketQueues;
    return {
      mine,
      teams: myTeams,
      unassigned,
      staff: waitingForStaff,
      customer: waitingForCustomer,
      open: all,
      all: viewer.ticketStats.totalTickets,
    };
  });
}
