import type { EntityManager } from '@mikro-orm/postgresql';

/** Those who lock the same name go on one after the other, each when the transaction of the one before has ended. */
export const lockName = (entityManager: EntityManager, name: string): Promise<unknown> =>
  entityManager.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [name]);
