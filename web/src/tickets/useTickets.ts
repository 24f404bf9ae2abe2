import { toValue, type MaybeRefOrGetter } from 'vue';
import { usePages } from '../apollo/usePages';
import { midnight } from '../browser/server-clock';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { TicketsDocument, type TicketFilter, type TicketsQueryVariables } from '../gql/graphql';
import { toFieldFilters } from '../ticket-fields/field-filter';
import { ticketOrders, ticketQueues, type TicketListFilter } from './useTicketFilter';

const pageSize = 25;

export function useTickets(given: MaybeRefOrGetter<TicketListFilter>) {
  const variables = (): TicketsQueryVariables => {
    const { queue, status, priority, category, type, customer, assignee, team, days, fields, search, order } =
      toValue(given);
    const filter: TicketFilter = {
      ...(queue ? ticketQueues[queue] : {}),
      ...(status.length ? { status } : {}),
      ...(priority.length ? { priority } : {}),
      ...(category.length ? { categoryIds: category } : {}),
      ...(type.length ? { type } : {}),
      ...(customer ? { customerId: customer } : {}),
      ...(assignee ? { assigneeId: [assignee] } : {}),
      ...(team ? { teamIds: [team] } : {}),
      ...(days ? { createdAt: { from: midnight(1 - days) } } : {}),
      ...(Object.keys(fields).length ? { fields: toFieldFilters(fields) } : {}),
      ...(search ? { search } : {}),
    };
    return {
      ...(Object.keys(filter).length ? { filter } : {}),
      ...(order === 'relevance' ? {} : { sort: ticketOrders[order] }),
      first: pageSize,
    };
  };
  const pages = usePages(TicketsDocument, variables, (data) => data.tickets);
  useRefetchOnEvent(pages.loading, pages.refetch);
  // who joins a team, or leaves one, has other tickets in the queue
  useRefetchSoon(pages.refetch, (event) => 'team' in event);
  return pages;
}
