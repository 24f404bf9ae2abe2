import type { RouteLocationRaw } from 'vue-router';
import type { NotificationFieldsFragment, NotificationKind } from '../gql/graphql';

/** All the portal knows; a newer server may tell of others. */
const icons: Record<NotificationKind, string> = {
  TICKET_CREATED: 'i-lucide-ticket-plus',
  MESSAGE_ADDED: 'i-lucide-message-square',
  TICKET_STATUS_CHANGED: 'i-lucide-circle-check',
  FEEDBACK_SUBMITTED: 'i-lucide-star',
  CALL_REQUESTED: 'i-lucide-phone-incoming',
  CALL_REQUEST_UPDATED: 'i-lucide-phone',
  CALL_REQUEST_DUE: 'i-lucide-alarm-clock',
};

export const isKnownKind = (kind: string): kind is NotificationKind => kind in icons;

export function iconOf({ kind, status }: NotificationFieldsFragment): string {
  if (kind === 'TICKET_STATUS_CHANGED' && (status === 'OPEN' || status === 'PENDING')) return 'i-lucide-rotate-ccw';
  if (kind === 'TICKET_STATUS_CHANGED' && status === 'CLOSED') return 'i-lucide-archive';
  return isKnownKind(kind) ? icons[kind] : 'i-lucide-bell';
}

/** Where it is to be seen: the very call, message or feedback, otherwise the ticket; null where there is no such place. */
export function placeOf(notification: NotificationFieldsFragment): RouteLocationRaw | null {
  const { ticket, kind, message, feedback, callRequest } = notification;
  if (callRequest) return { name: 'call', params: { id: callRequest.id } };
  if (!ticket) return null;
  const spot = kind === 'MESSAGE_ADDED' && message ? `#message-${message.id}` : feedback ? '#feedback' : '';
  return { name: 'ticket', params: { id: ticket.id }, hash: spot };
}
