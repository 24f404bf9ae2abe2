import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { readConfig } from '../../server/config.ts';
import { openPortal, type Portal } from '../../server/portal.ts';
import { makeDatabase, type TestDatabase } from './database.ts';
import { silentLog } from './log.ts';
import { openMailbox, type Mailbox } from './mailbox.ts';
import { World } from './world.ts';

/** That of the browsers that visit it, so that those who sign in there are told of no new device. */
const browserAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/153.0.0.0 Safari/537.36';
const metricsToken = 'a token that only the monitoring of the test has';
const jwtSecret = 'a secret of the test that outlives the servers it starts';

/** The built server as a process of its own, which can be killed and started again over the same database. */
export interface TestServer {
  url: string;
  port: number;
  database: TestDatabase;
  mailbox: Mailbox;
  world: World;
  /** The process it runs jobs in. */
  worker(): Promise<number>;
  /** What it has counted, as Prometheus reads it. */
  metrics(): Promise<string>;
  /** What it printed so far. */
  output: string[];
  start(): Promise<void>;
  /** The end no program can prepare for. */
  kill(): Promise<void>;
  /** Ctrl-C; answers with the exit code. */
  interrupt(): Promise<number | null>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** As on its first start in production: nobody uses it yet. */
  isNew?: boolean;
  /** The host of its `PUBLIC_URL`, where that is not `localhost`. */
  publicHost?: string;
}

export async function startServer({
  isNew = false,
  publicHost = 'localhost',
}: ServerOptions = {}): Promise<TestServer> {
  const [database, mailbox, port, dataDirectory] = await Promise.all([
    makeDatabase(),
    openMailbox(),
    freePort(),
    mkdtemp(join(tmpdir(), 'portal-data-')),
  ]);
  const environment = {
    DATABASE_URL: database.url,
    SMTP_URL: mailbox.url,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDirectory,
    JWT_SECRET: jwtSecret,
    LOG_LEVEL: 'error',
    PUBLIC_URL: `http://${publicHost}:${port}`,
    // names below `localhost` lead to this machine
    EGRESS_ALLOW: '127.0.0.1/32',
    METRICS_TOKEN: metricsToken,
    ...(isNew && { NODE_ENV: 'production' }),
  };
  const portal: Portal = await openPortal(readConfig(environment), database.url, silentLog);
  const url = `http://localhost:${port}`;
  const world = new World(portal, url, browserAgent);
  // a database with a tenant is not given the demo
  if (!isNew) await world.tenant({ slug: 'first' });

  let process_: ChildProcess;
  const end = async (signal: NodeJS.Signals) => {
    const exit = once(process_, 'exit');
    process_.kill(signal);
    return ((await exit) as [number | null])[0];
  };
  const server: TestServer = {
    url,
    port,
    database,
    mailbox,
    world,
    output: [],
    async start() {
      process_ = spawn(process.execPath, ['dist/server/main.js'], {
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let ready = false;
      for await (const line of createInterface({ input: process_.stdout! })) {
        server.output.push(line);
        // the last of what it says
        ready = line.startsWith('Ctrl-C stops everything');
        if (ready) break;
      }
      if (!ready) throw new Error(`The server ended:\n${server.output.join('\n')}`);
      process_.stdout!.resume();
    },
    async worker() {
      for (;;) {
        const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
        const pids = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
        const child = pids.find(([, parent]) => parent === process_.pid);
        if (child) return child[0]!;
      }
    },
    async metrics() {
      const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
      return answer.text();
    },
    kill: async () => void (await end('SIGKILL')),
    interrupt: () => end('SIGINT'),
    async stop() {
      if (process_.exitCode === null && process_.signalCode === null) await end('SIGTERM');
      await portal.close();
      await mailbox.stop();
      await database.drop();
      await rm(dataDirectory, { recursive: true });
    },
  };
  await server.start();
  return server;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
