import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyBaseLogger } from 'fastify';
import type { FieldChange } from './event-row.ts';

/** An entry of the security log, as the log of the server has it: with ids and values of enums, and no secret. */
interface SecurityEntry {
  event: string;
  tenantId: string;
  actorId: string | null;
  subjectId?: string | undefined;
  address: string | null;
  userAgent: string | null;
  changes?: FieldChange[] | undefined;
}

const uncommitted = new WeakMap<EntityManager, SecurityEntry[]>();

/** Writes an entry to the log of the server once its transaction has committed. */
export function logOnceCommitted(entityManager: EntityManager, entry: SecurityEntry): void {
  const entries = uncommitted.get(entityManager);
  if (entries) entries.push(entry);
  else uncommitted.set(entityManager, [entry]);
}

/** What a transaction that has committed had to say. */
export function logCommitted(log: FastifyBaseLogger, entityManager: EntityManager): void {
  for (const security of uncommitted.get(entityManager) ?? []) log.info({ security }, 'security');
}
