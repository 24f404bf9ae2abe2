import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';
import { textLimits } from '#shared/limits.ts';
import { shorten } from '#shared/text.ts';
import type {
  SortDirection,
  TicketFilter,
  TicketPriority,
  TicketSortField,
  TicketStatus,
  TicketType,
} from '../gql/graphql';
import { readFieldFilters, type FieldFilters } from '../ticket-fields/field-filter';
import { readPeriod, type Period } from '../ui/periods';
import { useViewer } from '../users/useViewer';

export const ticketStatuses = ['OPEN', 'PENDING', 'RESOLVED', 'CLOSED'] as const satisfies TicketStatus[];
export const ticketPriorities = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const satisfies TicketPriority[];
export const ticketTypes = ['ISSUE', 'QUESTION', 'REQUEST'] as const satisfies TicketType[];
/** What staff work through, as `viewer.ticketQueues` counts it. */
export type TicketQueue = 'mine' | 'teams' | 'unassigned' | 'staff' | 'customer' | 'open';
export const ticketQueues: Record<TicketQueue, TicketFilter> = {
  mine: { assignment: 'MINE', status: ['OPEN', 'PENDING'] },
  teams: { assignment: 'MY_TEAMS', status: ['OPEN', 'PENDING'] },
  unassigned: { assignment: 'UNASSIGNED', status: ['OPEN', 'PENDING'] },
  staff: { waitingFor: 'STAFF' },
  customer: { waitingFor: 'CUSTOMER' },
  open: { status: ['OPEN', 'PENDING'] },
};
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
  /** For staff; null for all tickets, also those that nobody works on. */
  queue: TicketQueue | null;
  status: TicketStatus[];
  priority: TicketPriority[];
  /** UUIDs. */
  category: string[];
  /** For staff. */
  type: TicketType[];
  /** For staff: UUID of a customer. */
  customer: string | null;
  /** For staff: UUID of an agent. */
  assignee: string | null;
  /** For staff: UUID of a team. */
  team: string | null;
  /** For staff: opened within the last so many days. */
  days: Period;
  /** For staff. */
  fields: FieldFilters;
  search: string;
  order: TicketOrder;
}

const noFilter = {
  status: [],
  priority: [],
  category: [],
  type: [],
  customer: null,
  assignee: null,
  team: null,
  days: null,
  fields: {},
  search: '',
};

type Searched = Pick<TicketListFilter, 'search'>;

const usualOrder = ({ search }: Searched): TicketOrder => (search ? 'relevance' : 'updated');

/** The orders to choose from. */
export const ordersFor = ({ search }: Searched): TicketOrder[] => [
  ...(search ? (['relevance'] as const) : []),
  ...(Object.keys(ticketOrders) as (keyof typeof ticketOrders)[]),
];

/** Whether a queue is of one assignee, or of none, so that there is nobody to choose. */
export const hasAssignee = (queue: TicketQueue | null): boolean => queue === 'mine' || queue === 'unassigned';

/** What the list shows, stored in the address: reload, bookmarks and the back button all know it. */
export function useTicketFilter(): {
  filter: ComputedRef<TicketListFilter>;
  /** Within a queue, or all tickets. */
  isFiltered: ComputedRef<boolean>;
  setFilter: (part: Partial<TicketListFilter>) => void;
  clear: () => void;
  /** The address of a queue, in the order that is chosen. */
  queryOf: (queue: TicketQueue | null) => LocationQuery;
} {
  const route = useRoute();
  const router = useRouter();
  const { isStaff } = useViewer();
  let lastQuery: LocationQuery = route.query;
  const filter = computed(() => {
    // While the next page is being opened, this one keeps what it showed.
    if (route.name === 'tickets') lastQuery = route.query;
    return isStaff.value ? { ...read(lastQuery), ...readForStaff(lastQuery) } : read(lastQuery);
  });

  function setFilter(part: Partial<TicketListFilter>): void {
    const before = filter.value;
    const now = { ...before, ...part };
    if (!part.order && before.order === usualOrder(before)) now.order = usualOrder(now);
    const refinesSearch = !!before.search && !!now.search && before.search !== now.search;
    const location = { query: write(now) };
    void (refinesSearch ? router.replace(location) : router.push(location));
  }

  return {
    filter,
    isFiltered: computed(() => {
      const { status, priority, category, type, customer, assignee, team, days, fields, search } = filter.value;
      const isSome = [status, priority, category, type, Object.keys(fields)].some(({ length }) => length > 0);
      return isSome || !!(customer || assignee || team || days || search);
    }),
    setFilter,
    clear: () => setFilter(noFilter),
    queryOf: (queue) => {
      const { order } = filter.value;
      return write({ ...noFilter, queue, order: order === 'relevance' ? 'updated' : order });
    },
  };
}

const valuesOf = (query: LocationQuery, name: string) => String(query[name] ?? '').split(',');

function read(query: LocationQuery): TicketListFilter {
  const order = String(query['sort'] ?? '') as TicketOrder;
  const search = shorten(String(query['search'] ?? ''), textLimits.search);
  return {
    ...noFilter,
    queue: null,
    status: ticketStatuses.filter((status) => valuesOf(query, 'status').includes(status)),
    priority: ticketPriorities.filter((priority) => valuesOf(query, 'priority').includes(priority)),
    category: valuesOf(query, 'category').filter(Boolean),
    search,
    order: ordersFor({ search }).includes(order) ? order : usualOrder({ search }),
  };
}

function readForStaff(
  query: LocationQuery,
): Pick<TicketListFilter, 'queue' | 'type' | 'customer' | 'assignee' | 'team' | 'days' | 'fields'> {
  const queue = (Object.keys(ticketQueues) as TicketQueue[]).find((each) => each === query['queue']) ?? null;
  return {
    queue,
    type: ticketTypes.filter((type) => valuesOf(query, 'type').includes(type)),
    customer: query['customer'] ? String(query['customer']) : null,
    assignee: query['assignee'] && !hasAssignee(queue) ? String(query['assignee']) : null,
    team: query['team'] ? String(query['team']) : null,
    days: readPeriod(query['days']),
    fields: readFieldFilters(query),
  };
}

function write({
  queue,
  status,
  priority,
  category,
  type,
  customer,
  assignee,
  team,
  days,
  fields,
  search,
  order,
}: TicketListFilter): LocationQuery {
  return {
    ...(queue ? { queue } : {}),
    ...(status.length ? { status: ticketStatuses.filter((each) => status.includes(each)).join(',') } : {}),
    ...(priority.length ? { priority: ticketPriorities.filter((each) => priority.includes(each)).join(',') } : {}),
    ...(category.length ? { category: category.join(',') } : {}),
    ...(type.length ? { type: ticketTypes.filter((each) => type.includes(each)).join(',') } : {}),
    ...(customer ? { customer } : {}),
    ...(assignee ? { assignee } : {}),
    ...(team ? { team } : {}),
    ...(days ? { days: String(days) } : {}),
    ...fields,
    ...(search ? { search } : {}),
    ...(order !== usualOrder({ search }) ? { sort: order } : {}),
  };
}
