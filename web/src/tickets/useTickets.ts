import { toValue, type MaybeRefOrGetter } from 'vue';
import { usePages } from '../apollo/usePages';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { TicketsDocument, type TicketFilter, type TicketsQueryVariables } from '../gql/graphql';
import { ticketOrders, type TicketListFilter } from './useTicketFilter';

const pageSize = 25;

export function useTickets(given: MaybeRefOrGetter<TicketListFilter>) {
  const variables = (): TicketsQueryVariables => {
    const { status, priority, assignment, waitingFor, search, order } = toValue(given);
    const filter: TicketFilter = {
      ...(status.length ? { status } : {}),
      ...(priority.length ? { priority } : {}),
      ...(assignment ? { assignment } : {}),
      ...(waitingFor ? { waitingFor } : {}),
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
