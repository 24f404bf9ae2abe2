import type { ApolloCache } from '@apollo/client/core';
import { toValue, type MaybeRefOrGetter } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import {
  TicketCloseDocument,
  TicketCreateDocument,
  TicketReopenDocument,
  TicketUpdateDocument,
  type TicketStateFragment,
  type UserErrorFieldsFragment,
} from '../gql/graphql';
import { updateTicketLists, type TicketInLists } from './update-ticket-lists';

type TicketPayload = { ticket: TicketStateFragment | null; userErrors: UserErrorFieldsFragment[] };

export function useTicketCreate() {
  return useMutationWithErrors(
    TicketCreateDocument,
    (data) => data.ticketCreate,
    (cache, { ticket }) => ticket && updateTicketLists(cache, ticket, null),
  );
}

export function useTicketClose(ticket: MaybeRefOrGetter<TicketInLists>) {
  return useMutationWithErrors(TicketCloseDocument, (data) => data.ticketClose, updateLists(ticket));
}

export function useTicketReopen(ticket: MaybeRefOrGetter<TicketInLists>) {
  return useMutationWithErrors(TicketReopenDocument, (data) => data.ticketReopen, updateLists(ticket));
}

export function useTicketUpdate(ticket: MaybeRefOrGetter<TicketInLists>) {
  return useMutationWithErrors(TicketUpdateDocument, (data) => data.ticketUpdate, updateLists(ticket));
}

/** Moves the ticket between the lists; `before` is how it was until now. */
function updateLists(before: MaybeRefOrGetter<TicketInLists>) {
  return (cache: ApolloCache<unknown>, { ticket }: TicketPayload) => {
    if (ticket) updateTicketLists(cache, ticket, toValue(before));
  };
}
