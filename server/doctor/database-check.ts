import type pg from 'pg';
import type { Config } from '../config.ts';
import { pendingMigrations, type MigrationsList } from '../database/migrate.ts';
import { openPool } from '../database/pools.ts';
import { assertOwnsNothing, assertRights, inspectRole } from '../database/role.ts';
import { hasTrigrams } from '../database/trigrams.ts';
import { isLate } from '../jobs/due.ts';
import { jobsDue } from '../jobs/failed.ts';
import { mailsDue } from '../mail/mail-task.ts';
import { failed, ok, reasonOf, warning, type Finding } from './finding.ts';

const leastVersion = 150_000;
const limits = { connections: 2, connect: 5_000, statement: 5_000, transaction: 6_000, lock: 1_000 };
/** Seconds. */
const clock = { noticed: 2, wrong: 30 };

/** The database with its role, its migrations, its clock, and what waits in it. */
export async function checkDatabase(config: Config, migrations: MigrationsList): Promise<Finding[]> {
  const { databaseUrl } = config;
  if (databaseUrl === undefined)
    return [
      warning(
        'database',
        'DATABASE_URL is not set: the embedded PostgreSQL is used, which is for trying only',
        'Set DATABASE_URL; docs/operating.md has the roles and what to grant them.',
      ),
    ];
  // each statement says itself what it failed with
  const pool = openPool(databaseUrl, limits, () => {});
  try {
    const reached = await reach(pool, databaseUrl);
    if (reached.state === 'failed') return [reached];
    const role = await checkRole(pool, config);
    const migrated = await checkMigrations(pool, config, migrations);
    const usable = role.state !== 'failed' && migrated.state === 'ok';
    return [reached, role, migrated, await checkClock(pool), ...(usable ? await checkContent(pool) : [])];
  } finally {
    await pool.end();
  }
}

async function reach(pool: pg.Pool, databaseUrl: string): Promise<Finding> {
  const { host, pathname } = new URL(databaseUrl);
  try {
    const { rows } = await pool.query<{ number: number; version: string; readonly: boolean }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
         pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as readonly`,
    );
    const { number, version, readonly } = rows[0]!;
    if (number < leastVersion)
      return failed('database', `PostgreSQL ${version} at ${host} is too old`, 'Use PostgreSQL 15 or newer.');
    if (readonly)
      return failed(
        'database',
        `${host} only lets read, as a standby does`,
        'Point DATABASE_URL at the primary, or promote this one.',
      );
    return ok('database', `PostgreSQL ${version} at ${host}${pathname}`);
  } catch (error) {
    return failed(
      'database',
      `${host} cannot be used: ${reasonOf(error)}`,
      'Check host, port, name, user and password in DATABASE_URL, that PostgreSQL runs, and that it lets this machine in (pg_hba.conf).',
    );
  }
}

async function checkRole(pool: pg.Pool, { migrationDatabaseUrl }: Config): Promise<Finding> {
  try {
    const role = await inspectRole(pool);
    if (migrationDatabaseUrl) assertOwnsNothing(role);
    await assertRights(pool, role);
    if (role.openSchema !== null)
      return warning(
        'role',
        `"${role.name}" owns the tables that it serves`,
        'Two roles are safer: docs/operating.md, "The database".',
      );
    return ok('role', `"${role.name}" may use the tables, and own or change none`);
  } catch (error) {
    return failed('role', reasonOf(error), 'See docs/operating.md, "The database".');
  }
}

async function checkMigrations(pool: pg.Pool, config: Config, migrations: MigrationsList): Promise<Finding> {
  try {
    const pending = await pendingMigrations(pool, migrations);
    if (pending.length === 0) return ok('migrations', `all ${migrations.length} are there`);
    return failed(
      'migrations',
      `${pending.length} are missing, the first is ${pending[0]}`,
      config.migrationDatabaseUrl
        ? 'Start a server: it migrates.'
        : 'Start a server with MIGRATION_DATABASE_URL set to the owner of the database.',
    );
  } catch (error) {
    return failed('migrations', reasonOf(error), 'Start the newer build, or restore a copy of before the upgrade.');
  }
}

/** Codes, links and sessions end by the clock of the servers, and everything else by that of the database. */
async function checkClock(pool: pg.Pool): Promise<Finding> {
  const before = Date.now();
  const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
  const here = (before + Date.now()) / 2;
  const seconds = Math.abs(rows[0]!.now.getTime() - here) / 1_000;
  const text = `this machine and the database differ by ${seconds.toFixed(1)} seconds`;
  const advice = 'Let both take their time from a time server (chrony, systemd-timesyncd).';
  if (seconds > clock.wrong) return failed('clock', text, advice);
  return seconds > clock.noticed ? warning('clock', text, advice) : ok('clock', text);
}

async function checkContent(pool: pg.Pool): Promise<Finding[]> {
  const [trigrams, jobs, mails] = [await hasTrigrams(pool), await jobsDue(pool), await mailsDue(pool)];
  const queues = Object.entries({ jobs, mails }).map(([subject, due]) => {
    const { waiting, failed: lost, oldest } = due;
    const text = `${waiting} wait, the oldest that is due for ${Math.round(oldest)} seconds; ${lost} have failed for good`;
    if (isLate(due))
      return failed(subject, text, 'Does a process for jobs run? Its log says what keeps it (RUN_WORKER).');
    return lost > 0
      ? warning(subject, text, 'npm run jobs:failed says which and why; npm run jobs:retry has them begin anew.')
      : ok(subject, text);
  });
  const search = trigrams
    ? ok('search', 'the extension pg_trgm is there')
    : warning(
        'search',
        'misspelled words are not found: the extension pg_trgm is missing',
        'As the owner: create extension pg_trgm.',
      );
  return [...queues, search];
}
