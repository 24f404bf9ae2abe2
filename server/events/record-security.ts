import type { EntityManager } from '@mikro-orm/postgresql';
import type { Origin, UserRole } from '../access/viewer.ts';
import { lockName } from '../database/lock-name.ts';
import type { FieldChange } from './event-row.ts';
import type { PortalEventDeclaration } from './portal-event.ts';
import { recordNumbered, type Actor } from './record.ts';

/** Whose account an event of security is about. */
interface Account {
  id: string;
  tenantId: string;
  customerId: string | null;
  role: UserRole;
}

interface SecurityFacts {
  /** Who did it, where that is not whose account it is. */
  actor?: Actor | null;
  changes?: FieldChange[];
}

/**
 * Records what has happened to an account, in the transaction in which it happens and at the end of it: only admins see it, in
 * the audit log, and the log of the server has it. Answers with the number of the event.
 */
export async function recordSecurity(
  entityManager: EntityManager,
  origin: Origin | null,
  event: PortalEventDeclaration,
  { id, tenantId, customerId, role }: Account,
  { actor = { userId: id, role }, changes }: SecurityFacts = {},
): Promise<string> {
  const about = { tenantId, customerId, ticketId: null, subjectId: id, internal: true };
  const facts = { ...about, actor, origin, ...(changes && { changes }) };
  return (await recordNumbered(entityManager, event, facts)).sequence;
}

const quarterOfAnHour = 15 * 60 * 1_000;

/** Entries of attempts at one account, or at addresses that nobody has, in a quarter of an hour. */
const maximumEntries = 20;

/**
 * Records an attempt of somebody who is not known: one entry for each account and address in a quarter of an hour, with a count,
 * and beyond `maximumEntries` one for all others, so that nobody fills the database. What was typed is not kept; it does the same
 * work whether or not there is an account.
 */
export async function recordAttempt(
  entityManager: EntityManager,
  origin: Origin,
  event: PortalEventDeclaration,
  tenantId: string,
  account: Account | null,
): Promise<void> {
  const quarter = Math.floor(Date.now() / quarterOfAnHour);
  const group = `${quarter}|${event.type}|${account?.id ?? ''}|`;
  await lockName(entityManager, `${tenantId}|${group}`);
  const others = `${group}others`;
  const [found] = await entityManager.execute<{ key: string; is_known: boolean }[]>(
    `with entries as materialized (
       select attempt_key from event_origin where tenant_id = ? and attempt_key ^@ ?
     ), chosen as (
       select case when exists (select from entries where attempt_key = ?) or (select count(*) from entries) < ? then ? else ? end as key
     )
     select key, exists (select from entries where attempt_key = key) as is_known from chosen`,
    [tenantId, group, group + origin.address, maximumEntries, group + origin.address, others],
  );
  const { key, is_known: isKnown } = found!;
  if (isKnown) {
    await entityManager.execute(
      'update event_origin set attempts = attempts + 1 where tenant_id = ? and attempt_key = ?',
      [tenantId, key],
    );
    return;
  }
  await recordNumbered(entityManager, event, {
    actor: null,
    tenantId,
    customerId: account?.customerId ?? null,
    ticketId: null,
    ...(account && { subjectId: account.id }),
    internal: true,
    origin: key === others ? null : origin,
    attemptKey: key,
  });
}
