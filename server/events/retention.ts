import { tenantScope } from '../access/scope.ts';
import { allTenants } from '../tenants/tenant.service.ts';
import type { Portal } from '../portal.ts';
import { PortalEventRow } from './event.entity.ts';

/** How long events can be replayed. */
export const keptDays = 7;

/** Deletes events nobody can resume from any more; a cursor older than that is answered with ResyncRequired. */
export async function deleteOldEvents(portal: Portal): Promise<void> {
  const before = new Date(Date.now() - keptDays * 24 * 60 * 60 * 1000);
  for (const tenant of await allTenants(portal)) {
    await portal.write(tenantScope(tenant.id), (entityManager) =>
      entityManager.nativeDelete(PortalEventRow, { occurredAt: { $lt: before } }),
    );
  }
}
