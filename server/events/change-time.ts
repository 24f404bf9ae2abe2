import type { EntityManager } from '@mikro-orm/postgresql';

/** A time later than that of every change before, however the clock goes. To be set while the counter is locked. */
export const laterThanLast = `greatest(clock_timestamp(), last_change_at + interval '1 millisecond')`;

/** The time set, for JavaScript. */
export const milliseconds = `(extract(epoch from last_change_at) * 1000)::float8`;

export interface Timed {
  at: number;
}

/**
 * When what is about to be written happens: later than every change of the tenant that is committed before. The counter is
 * locked from here to the commit, so nothing may be waited for any more.
 */
export async function nextChangeTime(entityManager: EntityManager, tenantId: string): Promise<Date> {
  const [counter] = await entityManager.execute<Timed[]>(
    `update tenant_counter set last_change_at = ${laterThanLast} where tenant_id = ? returning ${milliseconds} as at`,
    [tenantId],
  );
  return new Date(counter!.at);
}
