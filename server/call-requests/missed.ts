import { LockMode } from '@mikro-orm/postgresql';
import { tenantScope } from '../access/scope.ts';
import { allTenants } from '../tenants/tenant.service.ts';
import type { Portal } from '../portal.ts';
import { CallRequestRow, CallRequestStatus } from './call-request.entity.ts';
import { missedAfter, openStatuses } from './call-request.policy.ts';
import { lockTicket } from '../tickets/ticket.service.ts';
import { setCallStatus } from './call-request.service.ts';

/** Every hour: open calls whose time passed a day ago, without an outcome. */
export async function markMissedCalls(portal: Portal): Promise<void> {
  for (const { id } of await allTenants(portal)) {
    while (await markOne(portal, id));
  }
}

/** One per transaction: the number of its event is locked for the whole tenant until the commit. */
const markOne = (portal: Portal, tenantId: string): Promise<boolean> =>
  portal.write(tenantScope(tenantId), async (entityManager) => {
    const now = new Date();
    const overdue = { status: { $in: openStatuses }, dueAt: { $lt: new Date(now.getTime() - missedAfter) } };
    // skips what another server marks or somebody changes at the same time
    const lockMode = LockMode.PESSIMISTIC_PARTIAL_WRITE;
    const [call] = await entityManager.find(CallRequestRow, overdue, { lockMode, limit: 1, orderBy: { dueAt: 'asc' } });
    if (!call) return false;
    const ticket = call.ticketId ? await lockTicket(entityManager, call.ticketId, 'id') : null;
    await setCallStatus(entityManager, call, ticket, CallRequestStatus.MISSED, null);
    return true;
  });
