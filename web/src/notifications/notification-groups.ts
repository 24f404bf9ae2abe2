import type { NotificationFieldsFragment } from '../gql/graphql';

/** All that is listed about one ticket. */
export interface NotificationGroup {
  newest: NotificationFieldsFragment;
  /** How many of them are unread. */
  unread: number;
}

/** One entry for each ticket, in the place of the newest about it; the viewer's own acts are no news to them. */
export function groupByTicket(notifications: NotificationFieldsFragment[], viewerId: string): NotificationGroup[] {
  const groups = new Map<string, NotificationGroup>();
  for (const notification of notifications) {
    if (notification.actor?.id === viewerId) continue;
    const key = notification.ticket?.id ?? notification.id;
    const group = groups.get(key) ?? { newest: notification, unread: 0 };
    groups.set(key, group);
    if (!notification.readAt) group.unread += 1;
  }
  return [...groups.values()];
}
