import type { ApolloCache } from '@apollo/client/core';
import { upsertInConnections } from '../apollo/upsert-in-connections';
import type {
  PeriodInput,
  TicketFilter,
  TicketPriority,
  TicketSort,
  TicketSortField,
  TicketSummaryFragment,
} from '../gql/graphql';
import { session } from '../sessions/session';

type Sortable = Pick<TicketSummaryFragment, 'number' | 'priority' | 'createdAt' | 'updatedAt' | 'lastMessageAt'>;
interface ListArguments {
  filter?: TicketFilter;
  sort?: TicketSort;
}

const priorityRank: Record<TicketPriority, number> = { LOW: 0, MEDIUM: 1, HIGH: 2, URGENT: 3 };
const sortValue: Record<TicketSortField, (ticket: Sortable) => string | number> = {
  UPDATED_AT: (ticket) => ticket.updatedAt,
  CREATED_AT: (ticket) => ticket.createdAt,
  LAST_MESSAGE_AT: (ticket) => ticket.lastMessageAt,
  PRIORITY: (ticket) => priorityRank[ticket.priority],
  NUMBER: (ticket) => ticket.number,
};

/** What filters go by. */
export type TicketInLists = Pick<
  TicketSummaryFragment,
  'status' | 'waitingFor' | 'priority' | 'type' | 'createdAt' | 'updatedAt'
> & {
  customer: { id: string };
  assignee: { id: string } | null;
  category: { id: string } | null;
  team: { id: string; viewerIsMember: boolean } | null;
};

/** Updates all cached lists of tickets. `before` is null for a ticket that did not exist before. */
export function updateTicketLists(
  cache: ApolloCache<unknown>,
  ticket: TicketSummaryFragment,
  before: TicketInLists | null,
): void {
  upsertInConnections<ListArguments, Sortable>(cache, {
    field: 'tickets',
    node: { __typename: 'Ticket', id: ticket.id },
    matches: ({ filter }) => matchesFilter(filter, ticket),
    matchedBefore: ({ filter }) => before !== null && matchesFilter(filter, before),
    // lists do not know what texts and answers a ticket has
    needsServer: ({ filter }) => !!(filter?.search || filter?.fields),
    sortFields: ['number', 'priority', 'createdAt', 'updatedAt', 'lastMessageAt'],
    comesBefore: (other, { sort = {} }) => comesBefore(ticket, other, sort),
  });
}

function matchesFilter(filter: TicketFilter = {}, ticket: TicketInLists): boolean {
  const { assignment, assigneeId, categoryIds, teamIds, customerId } = filter;
  if (customerId && ticket.customer.id !== customerId) return false;
  if (!isAmong(filter.status, ticket.status) || !isAmong(filter.priority, ticket.priority)) return false;
  if (!isAmong(filter.type, ticket.type)) return false;
  if (filter.waitingFor && filter.waitingFor !== ticket.waitingFor) return false;
  if (!isWithin(filter.createdAt, ticket.createdAt) || !isWithin(filter.updatedAt, ticket.updatedAt)) return false;
  if (assigneeId?.length && !(ticket.assignee && isAmong(assigneeId, ticket.assignee.id))) return false;
  if (categoryIds?.length && !(ticket.category && isAmong(categoryIds, ticket.category.id))) return false;
  if (teamIds?.length && !(ticket.team && isAmong(teamIds, ticket.team.id))) return false;
  if (assignment === 'MY_TEAMS') return !!ticket.team?.viewerIsMember;
  if (assignment === 'UNASSIGNED') return !ticket.assignee;
  return assignment !== 'MINE' || ticket.assignee?.id === session.viewer.value?.id;
}

/** One alone is a list of one, for GraphQL. */
const isAmong = <Value>(chosen: Value | Value[] | null | undefined, value: Value): boolean =>
  chosen == null || (Array.isArray(chosen) ? chosen.length === 0 || chosen.includes(value) : chosen === value);

const isWithin = (period: PeriodInput | null | undefined, time: string): boolean =>
  (!period?.from || Date.parse(time) >= Date.parse(period.from)) &&
  (!period?.before || Date.parse(time) < Date.parse(period.before));

function comesBefore(ticket: Sortable, other: Sortable, sort: TicketSort): boolean {
  const valueOf = sortValue[sort.field ?? 'UPDATED_AT'];
  const [mine, theirs] = [valueOf(ticket), valueOf(other)];
  if (mine === theirs) return ticket.number > other.number;
  return sort.direction === 'ASCENDING' ? mine < theirs : mine > theirs;
}
