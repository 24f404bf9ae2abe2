import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processOptions, runProgram, type Cluster } from './cluster.ts';
import { handOver, type Home } from './home.ts';
import { servesCluster } from './processes.ts';

/** Recovery after a crash replays the log, which may take a while on a slow disk. */
const START_TIMEOUT = 300_000;
const LOG_LIMIT = 1_000_000;

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

/** Another server came first, is still ending, or took the port: worth another look. */
const PASSING_FAILURE = /already exists|already in use|could not (bind|create any TCP)|shared memory block/;

/** Makes sure a server runs on `cluster`, and says whether it was running before. */
export async function ensureRunning(
  home: Home,
  cluster: Cluster,
  durable: boolean,
): Promise<{ pid: number; port: number; reused: boolean }> {
  const deadline = Date.now() + START_TIMEOUT;
  let own: OwnServer | undefined;
  while (Date.now() < deadline) {
    const running = await findServer(cluster);
    if (running?.ready) return { ...running, reused: running.pid !== own?.process.pid };
    if (own?.ended) await checkWorthAnotherTry(own, cluster);
    if (!running && (!own || own.ended)) own = await startServer(home, cluster, durable);
    await sleep(20);
  }
  throw new Error(`The embedded PostgreSQL was not ready in time: see ${logFile(home)}.`);
}

/** Ends the server on `cluster`: transactions are rolled back, everything committed is written. */
export async function stopServer(home: Home, cluster: Cluster): Promise<void> {
  if (!(await findServer(cluster))) return;
  await runProgram(home, 'pg_ctl', ['stop', '-D', cluster.dataDirectory, '-m', 'fast', '-w', '-t', '60']).catch(
    async (error: Error) => {
      if (await findServer(cluster)) throw error;
    },
  );
}

async function findServer({
  dataDirectory,
}: Cluster): Promise<{ pid: number; port: number; ready: boolean } | undefined> {
  const lines = (await readPidFile(dataDirectory))?.split('\n');
  const pid = Number(lines?.[0]);
  if (!lines || !pid || !(await servesCluster(pid, dataDirectory))) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

interface OwnServer {
  process: ChildProcess;
  ended: boolean;
  printed(): Promise<string>;
}

async function startServer(home: Home, cluster: Cluster, durable: boolean): Promise<OwnServer> {
  const settings = { port: String(await freePort()), ...SETTINGS, ...(durable ? {} : NOT_DURABLE) };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(logFile(home), 'a', 0o600);
  try {
    await handOver(logFile(home), home.runAs);
    if ((await log.stat()).size > LOG_LIMIT) await log.truncate();
    const { size } = await log.stat();
    // A session of its own: Ctrl-C in the terminal must reach the portal only, which then stops its database.
    const server = spawn(join(home.binaries, 'postgres'), ['-D', cluster.dataDirectory, ...options], {
      ...processOptions(home),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    server.unref();
    const own: OwnServer = {
      process: server,
      ended: false,
      printed: async () => (await readFile(logFile(home))).subarray(size).toString(),
    };
    server.on('exit', () => (own.ended = true)).on('error', () => (own.ended = true));
    return own;
  } finally {
    await log.close();
  }
}

async function checkWorthAnotherTry(own: OwnServer, cluster: Cluster): Promise<void> {
  const printed = await own.printed();
  if (!PASSING_FAILURE.test(printed)) {
    throw new Error(`The embedded PostgreSQL did not start:\n${printed.trim() || 'it ended without a word'}`);
  }
  // Left by a server that was killed, with a pid that now belongs to some other program.
  if (printed.includes('postmaster.pid') && !(await findServer(cluster))) {
    await rm(join(cluster.dataDirectory, 'postmaster.pid'), { force: true });
  }
  await sleep(200);
}

function readPidFile(dataDirectory: string): Promise<string | undefined> {
  return readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => undefined);
}

function logFile(home: Home): string {
  return join(home.directory, 'postgres.log');
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
