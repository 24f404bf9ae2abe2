import type { ApolloCache } from '@apollo/client/core';
import { updateCallLists } from './call-requests/update-call-lists';
import {
  AuthorNameFragmentDoc,
  CustomerContactFragmentDoc,
  TeamNameFragmentDoc,
  TicketStateFragmentDoc,
  type TicketPriority,
  type TicketStateFragment,
  type TicketStatus,
  type TicketType,
} from './gql/graphql';
import { addMessage } from './messages/add-message';
import { addNotification } from './notifications/add-notification';
import { updateUnreadCount } from './notifications/mark-read';
import { addEntry } from './tickets/ticket-history';
import { updateTicketLists, type TicketInLists } from './tickets/update-ticket-lists';
import { ticketOf, type PortalEvent } from './events/portal-event';

/** What lists had to go by before the event. */
function before(cache: ApolloCache<unknown>, ticket: TicketStateFragment, event: PortalEvent): TicketInLists {
  const cached = cache.readFragment({
    id: cache.identify(ticket),
    fragment: TicketStateFragmentDoc,
    fragmentName: 'TicketState',
  });
  const { waitingFor, updatedAt } = cached ?? ticket;
  const known: TicketInLists = { ...ticket, waitingFor, updatedAt };
  for (const { field, from } of 'changes' in event ? event.changes : []) {
    if (field === 'status') known.status = from as TicketStatus;
    if (field === 'type') known.type = from as TicketType;
    if (field === 'priority') known.priority = from as TicketPriority;
    if (field === 'category') known.category = from ? { id: from } : null;
    if (field === 'assignee') known.assignee = from ? { id: from } : null;
    if (field === 'team') known.team = from ? cachedTeam(cache, from) : null;
  }
  return known;
}

const cachedTeam = (cache: ApolloCache<unknown>, id: string) =>
  cache.readFragment({ id: `Team:${id}`, fragment: TeamNameFragmentDoc }) ?? { id, viewerIsMember: false };

/** Writes an event into the cache; every view of it re-renders from there. */
export function applyEvent(cache: ApolloCache<unknown>, event: PortalEvent): void {
  if (event.__typename === 'NotificationAdded') addNotification(cache, event.notification, event.unreadCount);
  if (event.__typename === 'NotificationsRead') updateUnreadCount(cache, event.unreadCount);
  cache.batch({
    update(batched) {
      const call = 'callRequest' in event ? event.callRequest : null;
      const ticket = ticketOf(event);
      if (ticket) {
        const known = event.__typename === 'TicketCreated' ? null : before(batched, ticket, event);
        batched.writeFragment({ fragment: TicketStateFragmentDoc, fragmentName: 'TicketState', data: ticket });
        updateTicketLists(batched, ticket, known);
      }
      if ('changes' in event && ticket) addEntry(batched, ticket.id, event);
      if ('customer' in event) batched.writeFragment({ fragment: CustomerContactFragmentDoc, data: event.customer });
      if ('team' in event) batched.writeFragment({ fragment: TeamNameFragmentDoc, data: event.team });
      if ('user' in event) batched.writeFragment({ fragment: AuthorNameFragmentDoc, data: event.user });
      if (event.__typename === 'MessageAdded') addMessage(batched, event.ticket.id, event.message);
      if (call) {
        const statusBefore = event.__typename === 'CallRequestUpdated' ? event.fromStatus : call.status;
        updateCallLists(batched, call, event.__typename === 'CallRequested' ? null : statusBefore);
      }
    },
  });
}
