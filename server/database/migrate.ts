import { setTimeout as sleep } from 'node:timers/promises';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import type { FastifyBaseLogger } from 'fastify';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { StartupError } from '../config.ts';
import { grantRights } from './role.ts';

const migrationLock = 7_036_874;

/** Milliseconds a migration waits for a lock, and everybody else behind it; then it lets them pass and tries again. */
const lockTimeout = 200;
const attempts = 200;

/** All migrations, in order. */
export type MigrationsList = NonNullable<NonNullable<Options['migrations']>['migrationsList']>;

interface Migration {
  /** The role that owns the tables. */
  ownerUrl: string;
  /** The role that is given the rights to use them. */
  serverRole: string;
  migrations: MigrationsList;
  log: FastifyBaseLogger;
}

/** Brings the database up to date, forward only; servers that start at once take turns. Throws `StartupError`. */
export async function migrate({ ownerUrl, serverRole, migrations, log }: Migration): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    ensureDatabase: false,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    driverOptions: { options: `-c timezone=UTC -c lock_timeout=${lockTimeout}` },
    pool: { min: 0, max: 3 },
    migrations: {
      migrationsList: migrations,
      snapshot: false,
      tableName: 'migration',
      transactional: true,
      // each by itself, so that what it locks is free again before the next
      allOrNothing: false,
    },
    logger: (message) => log.debug(message),
  });
  try {
    const pool: pg.Pool = await orm.driver.getConnection().getNativeClient();
    const turn = await pool.connect();
    try {
      await turn.query('set lock_timeout = 0');
      await turn.query('select pg_advisory_lock($1)', [migrationLock]);
      await pendingMigrations(pool, migrations);
      await whileOthersWork(() => runMigrations({ pgPool: pool }), log);
      await whileOthersWork(() => orm.migrator.up(), log);
      await whileOthersWork(() => grantRights(pool, serverRole), log);
    } finally {
      // gives up the lock with the connection
      turn.release(true);
    }
  } finally {
    await orm.close();
  }
}

/** The names of migrations the database does not have yet. Throws `StartupError` when it has one that is not known. */
export async function pendingMigrations(pool: pg.Pool, migrations: MigrationsList): Promise<string[]> {
  const known = migrations.map(({ name }) => name);
  const { rows: tables } = await pool.query(`select to_regclass('migration') is not null as there`);
  if (!tables[0].there) return known;
  const { rows } = await pool.query<{ name: string }>('select name from migration order by id');
  const applied = rows.map(({ name }) => name);
  const newer = applied.find((name) => !known.includes(name));
  if (newer !== undefined) {
    throw new StartupError(
      `the database has been migrated by a newer build of the portal (${newer}); start that one, or an earlier copy of the database`,
    );
  }
  return known.filter((name) => !applied.includes(name));
}

/** Lock not available, statement timeout, deadlock. */
const gaveWayCodes = new Set(['55P03', '57014', '40P01']);

/** Runs what needs locks that others hold: again and again, each time for a moment. */
async function whileOthersWork(work: () => Promise<unknown>, log: FastifyBaseLogger): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (!gaveWayCodes.has((error as pg.DatabaseError).code!)) throw error;
      if (attempt === attempts)
        throw new StartupError('the database could not be migrated: its tables are always in use; try again later');
      log.info({ attempt }, 'a migration waits for the statements of others');
    }
    await sleep(lockTimeout + Math.random() * lockTimeout);
  }
}
