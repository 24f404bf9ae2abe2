import type { ApolloCache } from '@apollo/client/core';
import { upsertInConnections } from '../apollo/upsert-in-connections';
import type { TicketFilter, TicketPriority, TicketSort, TicketSortField, TicketSummaryFragment } from '../gql/graphql';
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
export type TicketInLists = Pick<TicketSummaryFragment, 'status' | 'priority' | 'waitingFor'> & {
  customer: { id: string };
  assignee: { id: string } | null;
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
    // full-text search happens on the server, and for whom a ticket waited before, only it knows
    needsServer: ({ filter }) => !!filter?.search,
    sortFields: ['number', 'priority', 'createdAt', 'updatedAt', 'lastMessageAt'],
    comesBefore: (other, { sort = {} }) => comesBefore(ticket, other, sort),
  });
}

function matchesFilter(filter: TicketFilter = {}, ticket: TicketInLists): boolean {
  const { status: statuses, priority: priorities, assignment, customerId, waitingFor } = filter;
  if (customerId && ticket.customer.id !== customerId) return false;
  if (waitingFor && ticket.waitingFor !== waitingFor) return false;
  if (statuses?.length && !statuses.includes(ticket.status)) return false;
  if (priorities?.length && !priorities.includes(ticket.priority)) return false;
  if (assignment === 'UNASSIGNED') return !ticket.assignee;
  return assignment !== 'MINE' || ticket.assignee?.id === session.viewer.value?.id;
}

function comesBefore(ticket: Sortable, other: Sortable, sort: TicketSort): boolean {
  const valueOf = sortValue[sort.field ?? 'UPDATED_AT'];
  const [mine, theirs] = [valueOf(ticket), valueOf(other)];
  if (mine === theirs) return ticket.number > other.number;
  return sort.direction === 'ASCENDING' ? mine < theirs : mine > theirs;
}
