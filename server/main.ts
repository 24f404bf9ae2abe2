import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { fileURLToPath } from 'node:url';
import { allTenants, tenantUrl } from './tenants/tenant.service.ts';
import { startApp, type App } from './app.ts';
import { StartupError, readConfig, type Config } from './config.ts';
import { demoLogins, demoPassword, seedDemo } from './demo/seed.ts';
import { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.ts';
import { InUse, refuseInUse } from './embedded-postgres/owner.ts';
import { superviseWorker } from './jobs/supervise.ts';
import { giveBackMemory } from './memory.ts';
import { makePortal, type Portal } from './portal.ts';
import { makeSetupLink } from './setup/setup-link.ts';

const say = (line = '') => process.stdout.write(`${line}\n`);

/** Aborted when this is to end. */
const stopSignal = new AbortController();

/** What was started, newest last; stopped the other way round. */
const started: (() => Promise<void>)[] = [];

async function start(): Promise<void> {
  const config = readConfig(process.env);
  await refuseSecondStart(config);
  await refuseTakenPort(config);
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config));
  const prepare = (portal: Portal) => prepareTenants(config, portal);
  const app = await startApp({ config, databaseUrl, webDirectory: builtWeb(), prepare, signal: stopSignal.signal });
  started.push(app.stop);
  giveBackMemory();
  if (config.runWorker) {
    const worker = superviseWorker({ ...process.env, DATABASE_URL: databaseUrl });
    app.portal.metrics.others.push(worker.numbers);
    started.push(worker.stop);
  }
  await introduce(config, app);
}

/** Answers with the address for the server, and leaves the one of the owner in `config`. */
async function startDatabase(config: Config): Promise<string> {
  if (config.production) throw new StartupError('DATABASE_URL must be set in production');
  const directory = databaseDirectory(config);
  const owner = config.publicUrl;
  const database = await startEmbeddedPostgres({ directory, owner, durable: true, log: say });
  started.push(database.stop);
  config.migrationDatabaseUrl = database.ownerUrl;
  return database.url;
}

/** The demo comes with passwords everybody knows: seeded where nothing else is, refused in production. */
async function prepareTenants({ production }: Config, portal: Portal): Promise<void> {
  const tenants = await allTenants(portal);
  if (production && tenants.some(({ demo }) => demo)) {
    throw new StartupError(
      'DATABASE_URL names a database with demo users, whose passwords everybody knows; production needs another',
    );
  }
  if (!production && tenants.every(({ demo }) => demo)) await seedPatiently(portal);
}

/** With the time that jobs have: there is much to write, and another server may be writing the same. */
async function seedPatiently({ config, databaseUrl, log }: Portal): Promise<void> {
  const patient = await makePortal(config, databaseUrl, log, 'jobs');
  try {
    await seedDemo(patient);
  } finally {
    await patient.close();
  }
}

async function introduce(config: Config, { portal, port }: App): Promise<void> {
  const here = { ...config, publicUrl: config.publicUrl.replace(/:0$/, `:${port}`) };
  say();
  say(`Shohayota Portal is ready at ${here.publicUrl}`);
  const tenants = await allTenants(portal);
  if (tenants.length === 0) {
    say('No organisation uses it yet. Set one up here within a day (npm run setup-link prints another link):');
    say(`  ${await makeSetupLink(portal)}`);
  }
  const demo = tenants.filter((tenant) => tenant.demo);
  if (demo.length > 0) {
    say(`Demo logins, all with the password ${demoPassword}:`);
    for (const tenant of demo) {
      say(`  ${tenant.name}: ${tenantUrl(here, tenant)}`);
      for (const { role, email } of demoLogins.filter((login) => login.tenant === tenant.slug)) {
        say(`    ${role.toLowerCase().padEnd(8)} ${email}`);
      }
    }
  }
  say(portal.mailer.destination);
  say(portal.storage.destination);
  say('Ctrl-C stops everything.');
}

function databaseDirectory({ dataDirectory }: Config): string {
  return join(dataDirectory, 'postgres');
}

/** One portal at a time runs the embedded database of a folder. */
async function refuseSecondStart(config: Config): Promise<void> {
  if (config.databaseUrl === undefined) await refuseInUse(databaseDirectory(config));
}

/** Says so before anything is started, rather than after. */
function refuseTakenPort({ host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portRefusal(error, port) ?? error));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

function portRefusal({ code }: NodeJS.ErrnoException, port: number): StartupError | null {
  if (code === 'EADDRINUSE')
    return new StartupError(`Port ${port} is taken: stop what uses it, or set PORT to another`);
  if (code === 'EACCES') return new StartupError(`Port ${port} may not be used by this user: set PORT to another`);
  return null;
}

function builtWeb(): string | undefined {
  const directory = fileURLToPath(new URL('../web', import.meta.url));
  return existsSync(join(directory, 'index.html')) ? directory : undefined;
}

let stopping = false;

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // whatever hangs must not keep the rest from ending
  setTimeout(() => process.exit(exitCode || 1), 20_000).unref();
  stopSignal.abort();
  // what is half started can be stopped once it has started
  await starting.catch(() => {});
  for (const close of started.toReversed()) {
    await close().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  }
  process.exit(exitCode);
}

// a terminal, npm and the set-up may each pass on the same Ctrl-C
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

const starting = start();
starting.catch((error: unknown) => {
  if (!stopping) process.stderr.write(`${reasonOf(error)}\n`);
  return stop(1);
});

function reasonOf(error: unknown): string {
  if (error instanceof InUse) return `Not started: the portal of this folder is already running at ${error.owner}`;
  return error instanceof StartupError ? `Not started: ${error.message}.` : inspect(error);
}
