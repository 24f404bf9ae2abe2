import { toValue, type MaybeRefOrGetter } from 'vue';
import { usePages } from '../apollo/usePages';
import { midnight } from '../browser/server-clock';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { TicketsDocument, type TicketFilter, type TicketsQueryVariables } from '../gql/graphql';
import { ticketOrders, ticketQueues, type TicketListFilter } from './useTicketFilter';

const pageSize = 25;

export function useTickets(given: MaybeRefOrGetter<TicketListFilter>) {
  const variables = (): TicketsQueryVariables => {
    const { queue, status, priority, category, type, assignee, days, search, order } = toValue(given);
    const filter: TicketFilter = {
      ...(queue ? ticketQueues[queue] : {}),
      ...(status.length ? { status } : {}),
      ...(priority.length ? { priority } : {}),
      ...(category.length ? { categoryIds: category } : {}),
      ...(type.length ? { type } : {}),
      ...(assignee ? { assigneeId: [assignee] } : {}),
      ...(days ? { createdAt: { from: midnight(1 - days) } } : {}),
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
  return pages;
}
