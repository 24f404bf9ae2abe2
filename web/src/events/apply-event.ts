import type { ApolloCache } from '@apollo/client/core';
import { TicketStateFragmentDoc } from '../gql/graphql';
import { addMessage } from '../messages/add-message';
import { addNotification } from '../notifications/add-notification';
import { noteRead } from '../notifications/read-notifications';
import { placeTicket } from '../tickets/place-ticket';
import type { PortalEvent } from './event-stream';

/** Writes what an event tells into the cache; every view of it re-renders from there. */
export function applyEvent(cache: ApolloCache<unknown>, event: PortalEvent): void {
  if (event.__typename === 'NotificationAdded') addNotification(cache, event.notification, event.unreadCount);
  if (event.__typename === 'NotificationsRead') noteRead(cache, event.unreadCount);
  if (!('ticket' in event)) return;
  const { ticket } = event;
  cache.batch({
    update(batched) {
      batched.writeFragment({ fragment: TicketStateFragmentDoc, fragmentName: 'TicketState', data: ticket });
      if (event.__typename === 'TicketCreated') placeTicket(batched, ticket, null);
      if (event.__typename === 'TicketStatusChanged') placeTicket(batched, ticket, event.from);
      if (event.__typename === 'MessageAdded') {
        placeTicket(batched, ticket, ticket.status);
        addMessage(batched, ticket.id, event.message);
      }
    },
  });
}
