import type { ApolloCache } from '@apollo/client/core';
import { placeInLists } from '../apollo/place-in-lists';
import type {
  TicketFilter,
  TicketPriority,
  TicketSort,
  TicketSortField,
  TicketStatus,
  TicketSummaryFragment,
} from '../gql/graphql';

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

/**
 * Puts a new or changed ticket where it belongs in every list the cache holds, and takes it out of those
 * it has left. `statusBefore` is null for a ticket that did not exist before.
 */
export function placeTicket(
  cache: ApolloCache<unknown>,
  ticket: TicketSummaryFragment,
  statusBefore: TicketStatus | null,
): void {
  placeInLists<ListArguments, Sortable>(cache, {
    list: 'tickets',
    node: { __typename: 'Ticket', id: ticket.id },
    fits: ({ filter }) => matches(filter, ticket.status, ticket.priority),
    fitted: ({ filter }) => statusBefore !== null && matches(filter, statusBefore, ticket.priority),
    // Only the server can tell whether a text matches.
    isUncertain: ({ filter }) => !!filter?.text,
    sortedBy: ['number', 'priority', 'createdAt', 'updatedAt', 'lastMessageAt'],
    comesBefore: (other, { sort = {} }) => comesBefore(ticket, other, sort),
  });
}

function matches(filter: TicketFilter = {}, status: TicketStatus, priority: TicketPriority): boolean {
  const statusFits = !filter.status?.length || filter.status.includes(status);
  return statusFits && (!filter.priority?.length || filter.priority.includes(priority));
}

function comesBefore(ticket: Sortable, other: Sortable, sort: TicketSort): boolean {
  const valueOf = sortValue[sort.field ?? 'UPDATED_AT'];
  const [mine, theirs] = [valueOf(ticket), valueOf(other)];
  if (mine === theirs) return ticket.number > other.number;
  return sort.direction === 'ASCENDING' ? mine < theirs : mine > theirs;
}
