import type { ApolloCache } from '@apollo/client/core';
import type { CachedConnection } from '../apollo/connections';
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
  const ref = cache.identify({ __typename: 'Ticket', id: ticket.id });
  if (!ref) return;
  cache.modify<{ tickets: CachedConnection }>({
    fields: {
      tickets(known, { storeFieldName, readField }) {
        const list = known as CachedConnection;
        const { filter = {}, sort = {} } = argumentsIn(storeFieldName);
        const others = list.edges.filter((edge) => edge.node.__ref !== ref);
        const wasShown = others.length < list.edges.length;
        if (!matches(filter, ticket.status, ticket.priority)) {
          return wasShown ? { ...list, edges: others, totalCount: Math.max(0, (list.totalCount ?? 0) - 1) } : list;
        }
        // Only the server can tell whether a text matches.
        if (filter.text && !wasShown) return list;

        const position = others.findIndex((edge) => {
          const other = {
            number: readField('number', edge.node),
            priority: readField('priority', edge.node),
            createdAt: readField('createdAt', edge.node),
            updatedAt: readField('updatedAt', edge.node),
            lastMessageAt: readField('lastMessageAt', edge.node),
          } as Sortable;
          return comesBefore(ticket, other, sort);
        });
        if (position < 0 && list.pageInfo.hasNextPage && !wasShown) return list;
        const at = position < 0 ? others.length : position;
        const edge = { __typename: 'TicketEdge', cursor: '', node: { __ref: ref } };
        const wasCounted = wasShown || (statusBefore !== null && matches(filter, statusBefore, ticket.priority));
        return {
          ...list,
          edges: [...others.slice(0, at), edge, ...others.slice(at)],
          totalCount: (list.totalCount ?? 0) + (wasCounted ? 0 : 1),
        };
      },
    },
  });
}

function argumentsIn(storeFieldName: string): ListArguments {
  const start = storeFieldName.indexOf('{');
  return start < 0 ? {} : JSON.parse(storeFieldName.slice(start));
}

function matches(filter: TicketFilter, status: TicketStatus, priority: TicketPriority): boolean {
  const statusFits = !filter.status?.length || filter.status.includes(status);
  return statusFits && (!filter.priority?.length || filter.priority.includes(priority));
}

function comesBefore(ticket: Sortable, other: Sortable, sort: TicketSort): boolean {
  const valueOf = sortValue[sort.field ?? 'UPDATED_AT'];
  const [mine, theirs] = [valueOf(ticket), valueOf(other)];
  if (mine === theirs) return ticket.number > other.number;
  return sort.direction === 'ASCENDING' ? mine < theirs : mine > theirs;
}
