import type { NotificationFieldsFragment, NotificationKind } from '../gql/graphql';

/** All this page knows; a newer server may have more. */
const icons: Record<NotificationKind, string> = {
  TICKET_CREATED: 'i-lucide-ticket-plus',
  TICKET_ASSIGNED: 'i-lucide-user-round-check',
  TICKET_ASSIGNED_TO_TEAM: 'i-lucide-users-round',
  MESSAGE_ADDED: 'i-lucide-message-square',
  MESSAGE_MENTIONED: 'i-lucide-at-sign',
  TICKET_STATUS_CHANGED: 'i-lucide-circle-check',
  FEEDBACK_REQUESTED: 'i-lucide-star',
  FEEDBACK_SUBMITTED: 'i-lucide-star',
  CALL_REQUESTED: 'i-lucide-phone-incoming',
  CALL_REQUEST_UPDATED: 'i-lucide-phone',
  CALL_REQUEST_ASSIGNED: 'i-lucide-phone-forwarded',
  CALL_REQUEST_DUE: 'i-lucide-alarm-clock',
};

export const isKnownKind = (kind: string): kind is NotificationKind => kind in icons;

export function notificationIcon({ kind, status }: NotificationFieldsFragment): string {
  if (kind === 'TICKET_STATUS_CHANGED' && (status === 'OPEN' || status === 'PENDING')) return 'i-lucide-rotate-ccw';
  if (kind === 'TICKET_STATUS_CHANGED' && status === 'CLOSED') return 'i-lucide-archive';
  return isKnownKind(kind) ? icons[kind] : 'i-lucide-bell';
}
