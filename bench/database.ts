import pg from 'pg';
import { pino } from 'pino';
import { fileURLToPath } from 'node:url';
import { fillDatabase, fingerprintOf, type Size } from './dataset.ts';
import { postmasterOf } from './measure.ts';
import { loadConfig, loadEmbedded, loadPortal } from './production-build.ts';

export const dataDirectory = fileURLToPath(new URL('../data/bench/', import.meta.url));

/** A database, and how each side connects to it. */
export interface BenchDatabase {
  /** The portal's own role, which is subject to row level security and owns nothing. */
  portalUrl: string;
  /** The role that owns the tables and migrates them. */
  ownerUrl: string;
  /** A superuser, who is not: the baseline filters rows itself. */
  superuserUrl: string;
}

/** The embedded PostgreSQL with all databases of the bench, durable as with `npm start`. */
export interface BenchServer {
  postmaster: number;
  /** The dataset of a size, created when it is missing or stale. Read only. */
  dataset(size: Size): Promise<BenchDatabase>;
  /** A copy of it that can be written to; dropped when the bench ends. */
  scratchCopy(size: Size): Promise<BenchDatabase>;
  stop(): Promise<void>;
}

const scratchName = 'bench_scratch';
const benchLock = 7_421;

export async function startDatabase(print: (line: string) => void): Promise<BenchServer> {
  const { startEmbeddedPostgres } = await loadEmbedded();
  const server = await startEmbeddedPostgres({ directory: `${dataDirectory}postgres`, durable: true, log: print });
  const admin = new pg.Client({ connectionString: server.adminUrl });
  const at = (name: string): BenchDatabase => ({
    portalUrl: urlOf(server.url, name),
    ownerUrl: urlOf(server.ownerUrl, name),
    superuserUrl: urlOf(server.adminUrl, name),
  });
  const stop = async () => {
    await dropDatabase(admin, scratchName).catch(() => undefined);
    await admin.end().catch(() => undefined);
    await server.stop();
  };
  try {
    await admin.connect();
    const { rows } = await admin.query(`select pg_try_advisory_lock(${benchLock}) as mine, pg_backend_pid() as pid`);
    if (!rows[0].mine) throw new Error('Another bench is running on the same data.');
    const dataset = (size: Size) => ensureDataset(admin, nameOf(size), at, size, print);
    return {
      postmaster: postmasterOf(rows[0].pid),
      dataset,
      async scratchCopy(size) {
        await dataset(size);
        await dropDatabase(admin, scratchName);
        await admin.query(`create database ${scratchName} template ${nameOf(size)} strategy file_copy owner portal`);
        return at(scratchName);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const nameOf = ({ tenants, customersPerTenant }: Size) => `bench_${tenants}_${customersPerTenant}`;

const dropDatabase = (admin: pg.Client, name: string) => admin.query(`drop database if exists ${name} with (force)`);

/** A database gets its name once it is complete, and the fingerprint of what it was made from as its comment. */
async function ensureDataset(
  admin: pg.Client,
  name: string,
  at: (name: string) => BenchDatabase,
  size: Size,
  print: (line: string) => void,
): Promise<BenchDatabase> {
  const fingerprint = fingerprintOf(size);
  const found = await admin.query(
    `select shobj_description(oid, 'pg_database') = $2 as fresh from pg_database where datname = $1`,
    [name, fingerprint],
  );
  if (found.rows[0]?.fresh) return at(name);
  const started = Date.now();
  const customers = size.tenants * size.customersPerTenant;
  print(`Creating a dataset of ${customers} customers and ${customers * 10} tickets (kept for the next run) …`);
  const draft = `${name}_draft`;
  await dropDatabase(admin, draft);
  await admin.query(`create database ${draft} owner portal`);
  await migrate(at(draft));
  const client = new pg.Client({ connectionString: at(draft).superuserUrl });
  await client.connect();
  try {
    await fillDatabase(client, size);
  } finally {
    await client.end();
  }
  await dropDatabase(admin, name);
  await admin.query(`alter database ${draft} rename to ${name}`);
  await admin.query(`comment on database ${name} is '${fingerprint}'`);
  const { rows } = await admin.query(`select pg_size_pretty(pg_database_size($1)) as size`, [name]);
  print(`… ${rows[0].size} in ${((Date.now() - started) / 1_000).toFixed(0)} s.`);
  return at(name);
}

async function migrate({ portalUrl, ownerUrl }: BenchDatabase): Promise<void> {
  const { readConfig } = await loadConfig();
  const { openPortal } = await loadPortal();
  const config = readConfig({
    JWT_SECRET: 'signs nothing: the portal only migrates',
    DATABASE_URL: portalUrl,
    MIGRATION_DATABASE_URL: ownerUrl,
  });
  const portal = await openPortal(config, portalUrl, pino({ level: 'silent' }));
  await portal.close();
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
