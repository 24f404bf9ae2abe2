import { forEachTenant } from '../access/each-tenant.ts';
import type { Portal } from '../portal.ts';
import { PortalEventRow } from './event.entity.ts';

/** How long events can be replayed. */
const retentionDays = 7;

/** Deletes events no one can resume from any more; a cursor older than that is answered with ResyncRequired. */
export async function deleteOldEvents(portal: Portal): Promise<void> {
  const before = new Date(Date.now() - retentionDays * 24 * 60 * 60 * 1000);
  await forEachTenant(portal, (entityManager) =>
    entityManager.nativeDelete(PortalEventRow, { occurredAt: { $lt: before } }),
  );
}
