import type { ApolloCache } from '@apollo/client/core';
import { toValue, type MaybeRefOrGetter } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import {
  TicketCloseDocument,
  TicketCreateDocument,
  TicketReopenDocument,
  TicketUpdateDocument,
  type TicketStateFragment,
  type TicketStatus,
  type UserErrorFieldsFragment,
} from '../gql/graphql';
import { updateTicketLists } from './update-ticket-lists';

type TicketPayload = { ticket: TicketStateFragment | null; userErrors: UserErrorFieldsFragment[] };

export function useTicketCreate() {
  return useMutationWithErrors(
    TicketCreateDocument,
    (data) => data.ticketCreate,
    (cache, { ticket }) => ticket && updateTicketLists(cache, ticket, null),
  );
}

export function useTicketClose(status: MaybeRefOrGetter<TicketStatus>) {
  return useMutationWithErrors(TicketCloseDocument, (data) => data.ticketClose, updateLists(status));
}

export function useTicketReopen(status: MaybeRefOrGetter<TicketStatus>) {
  return useMutationWithErrors(TicketReopenDocument, (data) => data.ticketReopen, updateLists(status));
}

export function useTicketUpdate(status: MaybeRefOrGetter<TicketStatus>) {
  return useMutationWithErrors(TicketUpdateDocument, (data) => data.ticketUpdate, updateLists(status));
}

/** Moves the ticket between the lists; `status` is the one it had until now. */
function updateLists(status: MaybeRefOrGetter<TicketStatus>) {
  return (cache: ApolloCache<unknown>, { ticket }: TicketPayload) => {
    if (ticket) updateTicketLists(cache, ticket, toValue(status));
  };
}
