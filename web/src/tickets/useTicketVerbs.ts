import type { ApolloCache } from '@apollo/client/core';
import { toValue, type MaybeRefOrGetter } from 'vue';
import { useVerb } from '../apollo/useVerb';
import {
  TicketCloseDocument,
  TicketCreateDocument,
  TicketReopenDocument,
  TicketUpdateDocument,
  type TicketStateFragment,
  type TicketStatus,
  type UserErrorFieldsFragment,
} from '../gql/graphql';
import { placeTicket } from './place-ticket';

type TicketPayload = { ticket: TicketStateFragment | null; userErrors: UserErrorFieldsFragment[] };

export function useTicketCreate() {
  return useVerb(
    TicketCreateDocument,
    (data) => data.ticketCreate,
    (cache, { ticket }) => ticket && placeTicket(cache, ticket, null),
  );
}

export function useTicketClose(status: MaybeRefOrGetter<TicketStatus>) {
  return useVerb(TicketCloseDocument, (data) => data.ticketClose, placeAfter(status));
}

export function useTicketReopen(status: MaybeRefOrGetter<TicketStatus>) {
  return useVerb(TicketReopenDocument, (data) => data.ticketReopen, placeAfter(status));
}

export function useTicketUpdate(status: MaybeRefOrGetter<TicketStatus>) {
  return useVerb(TicketUpdateDocument, (data) => data.ticketUpdate, placeAfter(status));
}

/** Moves the ticket in the lists, given the status it had until now. */
function placeAfter(status: MaybeRefOrGetter<TicketStatus>) {
  return (cache: ApolloCache<unknown>, { ticket }: TicketPayload) => {
    if (ticket) placeTicket(cache, ticket, toValue(status));
  };
}
