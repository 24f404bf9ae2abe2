import { forEachTenant } from '../access/each-tenant.ts';
import type { Portal } from '../portal.ts';
import { PortalEventRow } from './event.entity.ts';

const day = 24 * 60 * 60 * 1000;

/** How long events can be replayed. */
const replayable = 7 * day;

/** Those that became too old within this time are looked for: more than a night, should some nights have failed. */
const margin = 7 * day;

/**
 * Moves on from where streams can be replayed: an earlier cursor is answered with ResyncRequired. Deletes what concerned one
 * user alone; everything else is history, and is kept.
 */
export async function deleteOldEvents(portal: Portal): Promise<void> {
  const before = new Date(Date.now() - replayable);
  const since = new Date(before.getTime() - margin);
  await forEachTenant(portal, async (entityManager) => {
    for (const moveOn of [moveOnTenant, moveOnCustomers]) await entityManager.execute(moveOn, [since, before]);
    await entityManager.nativeDelete(PortalEventRow, { userId: { $ne: null }, occurredAt: { $lt: before } });
  });
}

/** For how long the security log says from where something came. */
const originKept = 180 * day;

/** Empties what is personal in the security log once it is old: what happened, and who did it, is kept. */
export const forgetOrigins = (portal: Portal): Promise<void> =>
  forEachTenant(portal, async (entityManager) => {
    const before = new Date(Date.now() - originKept);
    await entityManager.execute(
      `update event_origin set address = null, user_agent = null from portal_event
       where portal_event.tenant_id = event_origin.tenant_id and portal_event.tenant_sequence = event_origin.tenant_sequence
         and occurred_at < ? and occurred_at >= ? and address is not null`,
      [before, new Date(before.getTime() - margin)],
    );
  });

const tooOld = 'portal_event.tenant_id = tenant_counter.tenant_id and occurred_at >= ? and occurred_at < ?';

const moveOnTenant = `
  update tenant_counter set first_event = greatest(first_event, (
    select max(tenant_sequence) + 1 from portal_event where ${tooOld}
  ))`;

const moveOnCustomers = `
  update customer_counter set first_event = greatest(first_event, newest + 1)
  from (
    select customer_id, max(customer_sequence) as newest from tenant_counter, portal_event
    where ${tooOld} and customer_sequence is not null group by customer_id
  ) as old
  where customer_counter.customer_id = old.customer_id`;
