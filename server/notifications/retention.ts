import { forEachTenant } from '../access/each-tenant.ts';
import type { Portal } from '../portal.ts';
import { NotificationRow } from './notification.entity.ts';

const day = 24 * 60 * 60 * 1000;
const readRetention = 90 * day;
const unreadRetention = 365 * day;

/** Deletes read notifications after 90 days, unread ones after a year. */
export async function deleteOldNotifications(portal: Portal): Promise<void> {
  const olderThan = (age: number) => ({ $lt: new Date(Date.now() - age) });
  await forEachTenant(portal, (entityManager) =>
    entityManager.nativeDelete(NotificationRow, {
      $or: [{ readAt: { $ne: null }, createdAt: olderThan(readRetention) }, { createdAt: olderThan(unreadRetention) }],
    }),
  );
}
