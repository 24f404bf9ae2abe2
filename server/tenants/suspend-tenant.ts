import { endSessions } from '../access/ended-sessions.ts';
import { tenantScope } from '../access/scope.ts';
import type { Portal } from '../portal.ts';
import { SessionRow } from '../sessions/session.entity.ts';
import { Tenant } from './tenant.entity.ts';

/** Nobody of the tenant can sign in any more, and everybody is signed out on every server; nothing is deleted. */
export async function suspendTenant(portal: Portal, { id }: Tenant): Promise<void> {
  await portal.write(tenantScope(id), async (entityManager) => {
    await entityManager.nativeUpdate(Tenant, { id }, { suspendedAt: new Date() });
    const open = await entityManager.find(SessionRow, { endedAt: null }, { fields: ['userId'] });
    for (const userId of new Set(open.map((session) => session.userId))) await endSessions(entityManager, userId);
  });
}

/** Everybody can sign in again. */
export async function resumeTenant(portal: Portal, { id }: Tenant): Promise<void> {
  await portal.write(tenantScope(id), (entityManager) =>
    entityManager.nativeUpdate(Tenant, { id }, { suspendedAt: null }),
  );
}
