import type { EntityManager } from '@mikro-orm/postgresql';
import { record, type Actor } from '../events/record.ts';
import { CallRequestRow } from './call-request.entity.ts';
import { aboutCall, callRequestAssigned } from './call-request.events.ts';
import { openStatuses } from './call-request.policy.ts';

/** The open calls of a ticket are made by whom it is assigned to now: calendars follow. The ticket is locked. */
export async function handOverCalls(entityManager: EntityManager, ticketId: string, actor: Actor): Promise<void> {
  const calls = await entityManager.find(
    CallRequestRow,
    { ticketId, status: { $in: openStatuses } },
    { orderBy: { createdAt: 'asc' } },
  );
  for (const call of calls)
    await record(entityManager, callRequestAssigned, { ...aboutCall(call, actor), internal: true, silent: false });
}
