import { tenantScope } from '../access/scope.ts';
import { allTenants } from '../tenants/tenant.service.ts';
import type { Portal } from '../portal.ts';
import { NotificationRow } from './notification.entity.ts';

const day = 24 * 60 * 60 * 1000;
const keptRead = 90 * day;
const keptUnread = 365 * day;

/** Deletes notifications nobody will look for: read ones after 90 days, unread ones after a year. */
export async function deleteOldNotifications(portal: Portal): Promise<void> {
  const before = (age: number) => ({ $lt: new Date(Date.now() - age) });
  for (const tenant of await allTenants(portal)) {
    await portal.write(tenantScope(tenant.id), (entityManager) =>
      entityManager.nativeDelete(NotificationRow, {
        $or: [{ readAt: { $ne: null }, createdAt: before(keptRead) }, { createdAt: before(keptUnread) }],
      }),
    );
  }
}
