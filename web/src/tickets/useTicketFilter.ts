import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';
import { textLimits } from '#shared/limits.ts';
import { shorten } from '#shared/text.ts';
import type {
  SortDirection,
  TicketAssignment,
  TicketParty,
  TicketPriority,
  TicketSortField,
  TicketStatus,
  TicketType,
} from '../gql/graphql';

export const ticketStatuses = ['OPEN', 'PENDING', 'RESOLVED', 'CLOSED'] as const satisfies TicketStatus[];
export const ticketPriorities = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const satisfies TicketPriority[];
export const ticketTypes = ['ISSUE', 'QUESTION', 'REQUEST'] as const satisfies TicketType[];
const assignments = ['UNASSIGNED', 'MINE'] as const satisfies TicketAssignment[];
const parties = ['STAFF', 'CUSTOMER'] as const satisfies TicketParty[];
export const ticketOrders = {
  updated: { field: 'UPDATED_AT', direction: 'DESCENDING' },
  newest: { field: 'CREATED_AT', direction: 'DESCENDING' },
  oldest: { field: 'CREATED_AT', direction: 'ASCENDING' },
  priority: { field: 'PRIORITY', direction: 'DESCENDING' },
  waiting: { field: 'LAST_MESSAGE_AT', direction: 'ASCENDING' },
} as const satisfies Record<string, { field: TicketSortField; direction: SortDirection }>;
/** What a search finds comes best first, unless another order is chosen. */
export type TicketOrder = keyof typeof ticketOrders | 'relevance';

export interface TicketListFilter {
  status: TicketStatus[];
  priority: TicketPriority[];
  assignment: TicketAssignment | null;
  /** For whom they wait. */
  waitingFor: TicketParty | null;
  search: string;
  order: TicketOrder;
}

const noFilter = { status: [], priority: [], assignment: null, waitingFor: null, search: '' };

type Searched = Pick<TicketListFilter, 'search'>;

const usualOrder = ({ search }: Searched): TicketOrder => (search ? 'relevance' : 'updated');

/** The orders to choose from. */
export const ordersFor = ({ search }: Searched): TicketOrder[] => [
  ...(search ? (['relevance'] as const) : []),
  ...(Object.keys(ticketOrders) as (keyof typeof ticketOrders)[]),
];

/** What the list shows, stored in the address: reload, bookmarks and the back button all know it. */
export function useTicketFilter(): {
  filter: ComputedRef<TicketListFilter>;
  isFiltered: ComputedRef<boolean>;
  setFilter: (part: Partial<TicketListFilter>) => void;
  clear: () => void;
} {
  const route = useRoute();
  const router = useRouter();
  let lastQuery: LocationQuery = route.query;
  const filter = computed(() => {
    // While the next page is being opened, this one keeps what it showed.
    if (route.name === 'tickets') lastQuery = route.query;
    return read(lastQuery);
  });

  function setFilter(part: Partial<TicketListFilter>): void {
    const before = filter.value;
    const now = { ...before, ...part };
    if (!part.order && before.order === usualOrder(before)) now.order = usualOrder(now);
    const refinesSearch = !!before.search && !!now.search && before.search !== now.search;
    const location = { query: ticketQuery(now) };
    void (refinesSearch ? router.replace(location) : router.push(location));
  }

  return {
    filter,
    isFiltered: computed(() => {
      const { status, priority, assignment, waitingFor, search } = filter.value;
      return status.length > 0 || priority.length > 0 || !!assignment || !!waitingFor || !!search;
    }),
    setFilter,
    clear: () => setFilter({ ...noFilter }),
  };
}

function read(query: LocationQuery): TicketListFilter {
  const values = (name: string) => String(query[name] ?? '').split(',');
  const order = String(query['sort'] ?? '') as TicketOrder;
  const search = shorten(String(query['search'] ?? ''), textLimits.search);
  return {
    status: ticketStatuses.filter((status) => values('status').includes(status)),
    priority: ticketPriorities.filter((priority) => values('priority').includes(priority)),
    assignment: assignments.find((each) => each.toLowerCase() === query['assigned']) ?? null,
    waitingFor: parties.find((each) => each.toLowerCase() === query['waiting']) ?? null,
    search,
    order: ordersFor({ search }).includes(order) ? order : usualOrder({ search }),
  };
}

/** The address of a list. */
export function ticketQuery({
  status,
  priority,
  assignment,
  waitingFor,
  search,
  order,
}: TicketListFilter): LocationQuery {
  return {
    ...(status.length ? { status: ticketStatuses.filter((each) => status.includes(each)).join(',') } : {}),
    ...(priority.length ? { priority: ticketPriorities.filter((each) => priority.includes(each)).join(',') } : {}),
    ...(assignment ? { assigned: assignment.toLowerCase() } : {}),
    ...(waitingFor ? { waiting: waitingFor.toLowerCase() } : {}),
    ...(search ? { search } : {}),
    ...(order !== usualOrder({ search }) ? { sort: order } : {}),
  };
}
