import type { RouteLocationRaw } from 'vue-router';
import type { NotificationFieldsFragment } from '../gql/graphql';
import { ticketRoute } from '../tickets/ticket-route';

/** The call, message or feedback it is about, otherwise the ticket; null where there is none to show. */
export function notificationRoute(notification: NotificationFieldsFragment): RouteLocationRaw | null {
  const { ticket, kind, message, feedback, callRequest } = notification;
  if (callRequest) return { name: 'call', params: { id: callRequest.id } };
  if (!ticket) return null;
  if ((kind === 'MESSAGE_ADDED' || kind === 'MESSAGE_MENTIONED') && message) return ticketRoute(ticket.id, message.id);
  return {
    name: 'ticket',
    params: { id: ticket.id },
    hash: feedback || kind === 'FEEDBACK_REQUESTED' ? '#feedback' : '',
  };
}
