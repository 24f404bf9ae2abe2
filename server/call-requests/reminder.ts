import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { tenantScope } from '../access/scope.ts';
import type { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { record } from '../events/record.ts';
import { addJob, removeJob } from '../jobs/queue.ts';
import type { Portal } from '../portal.ts';
import { lockTicket } from '../tickets/ticket.service.ts';
import { CallRequestRow, CallRequestStatus } from './call-request.entity.ts';
import { aboutCall, callRequestDue } from './call-request.events.ts';

/** Schedules a reminder before the booked time, instead of an earlier one; none when it would be in the past. */
export async function scheduleReminder(
  entityManager: EntityManager,
  { reminderMinutes }: Pick<OpeningHoursRow, 'reminderMinutes'>,
  call: CallRequestRow,
): Promise<void> {
  const remindAt = new Date(call.scheduledAt!.getTime() - reminderMinutes * 60_000);
  if (reminderMinutes === 0 || remindAt <= new Date()) return cancelReminder(entityManager, call);
  const payload = { tenantId: call.tenantId, callRequestId: call.id, scheduledAt: call.scheduledAt!.toISOString() };
  await addJob(entityManager, 'remindOfCall', payload, { key: call.id, runAt: remindAt });
}

export const cancelReminder = (entityManager: EntityManager, { id }: CallRequestRow) =>
  removeJob(entityManager, 'remindOfCall', id);

/** Records once that a call is due, unless it has been moved or cancelled or is over. */
export async function remindOfCall(
  portal: Portal,
  { tenantId, callRequestId, scheduledAt }: { tenantId: string; callRequestId: string; scheduledAt: string },
): Promise<void> {
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    const now = new Date();
    const asBooked = { id: callRequestId, status: CallRequestStatus.SCHEDULED, scheduledAt: new Date(scheduledAt) };
    const call = await entityManager.findOne(
      CallRequestRow,
      { ...asBooked, remindedAt: null },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!call || call.scheduledAt! <= now) return;
    // locked before the counters of `record`, as by all other writes, or two could wait for each other
    if (call.ticketId) await lockTicket(entityManager, call.ticketId, 'id');
    call.remindedAt = now;
    await record(entityManager, callRequestDue, aboutCall(call, null));
  });
}
