import type { MikroORM } from '@mikro-orm/postgresql';
import { runMigrations } from 'graphile-worker';
import type { Pool } from 'pg';

const migrationLock = 7_036_874;

/** Brings the database up to date, forward only; servers that start at once take turns. */
export async function migrate(orm: MikroORM, pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await runMigrations({ pgPool: pool });
    await orm.migrator.up();
  } finally {
    // gives up the lock and the changed timeout with the connection
    client.release(true);
  }
}
