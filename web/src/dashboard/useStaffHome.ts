import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { openCalls, soonest } from '../call-requests/call-lists';
import { StaffHomeDocument, type StaffHomeQuery } from '../gql/graphql';
import { ticketQueues } from '../tickets/useTicketFilter';
import { useHomeRefresh } from './useHomeRefresh';

const shown = 5;

/** What is unassigned, what is the viewer's, what else waits longest, and the next call, in one request. */
export function useStaffHome() {
  const { result, loading, failure, refetch } = useCachedQuery(StaffHomeDocument, {
    unassigned: { status: ['OPEN'], assignment: 'UNASSIGNED' },
    mine: { status: ['OPEN'], assignment: 'MINE' },
    waitingForUs: ticketQueues.staff,
    longestWaiting: { field: 'LAST_MESSAGE_AT', direction: 'ASCENDING' },
    openCalls,
    soonestCall: soonest,
  });
  useHomeRefresh(loading, refetch, (type) => type === 'TicketCreated' || type === 'TicketStatusChanged');

  type List = 'unassigned' | 'mine' | 'waiting';
  const nodesOf = (data: StaffHomeQuery, list: List) => data[list].edges.map((edge) => edge.node);
  const listOf = (list: List) => computed(() => result.value && nodesOf(result.value, list).slice(0, shown));
  const countOf = (list: List) => computed(() => result.value?.[list].totalCount ?? 0);
  const [unassigned, mine] = [listOf('unassigned'), listOf('mine')];

  return {
    stats: computed(() => result.value?.viewer?.ticketStats),
    /** undefined while it is not known, null when there is none. */
    nextCall: computed(() => result.value && (result.value.nextCall.edges[0]?.node ?? null)),
    openCallCount: computed(() => result.value?.nextCall.totalCount ?? 0),
    unassigned,
    unassignedCount: countOf('unassigned'),
    mine,
    mineCount: countOf('mine'),
    /** Those that wait longest and are not among the others. */
    longest: computed(() => {
      const listed = new Set([...(unassigned.value ?? []), ...(mine.value ?? [])].map(({ id }) => id));
      return (
        result.value &&
        nodesOf(result.value, 'waiting')
          .filter(({ id }) => !listed.has(id))
          .slice(0, shown)
      );
    }),
    /** Where little room is left. */
    nearlyFull: computed(() => {
      const storage = result.value?.attachmentLimits.storage;
      return storage?.isNearlyFull ? storage : null;
    }),
    failure,
    loading,
    refetch,
  };
}
