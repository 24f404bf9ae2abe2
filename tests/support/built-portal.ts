import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/embedded-postgres/embedded-postgres.ts';

/** Whom the demo has one of in each of its two tenants. */
interface DemoUser {
  tenant: string;
  role: 'CUSTOMER' | 'AGENT' | 'ADMIN';
  email: string;
}

export const demoPassword = 'shohayota-demo';

/** The built portal with its demo in a process of its own, over a PostgreSQL of its own. */
export interface BuiltPortal {
  origin: string;
  users: DemoUser[];
  /** Whether the server still runs. */
  isAlive(): boolean;
  /** How often its process for jobs has ended. */
  workerEnds(): number;
  /** The process of the server. */
  pid: number;
  /** Bytes of memory the server has now, its process for jobs left out. */
  memory(): number;
  asSuperuser<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result>;
  stop(): Promise<void>;
}

export interface BuiltPortalOptions {
  smtpUrl: string;
  nodeOptions?: string[];
}

/** Starts what `npm run dist:server` has built. */
export async function startBuiltPortal({ smtpUrl, nodeOptions = [] }: BuiltPortalOptions): Promise<BuiltPortal> {
  const directory = await mkdtemp(join(tmpdir(), 'built-portal-'));
  const database = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    durable: true,
    log: console.error,
  });
  const asSuperuser: BuiltPortal['asSuperuser'] = async (work) => {
    const url = new URL(database.adminUrl);
    url.pathname = new URL(database.url).pathname;
    const client = new pg.Client({ connectionString: url.href });
    client.on('error', () => {});
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const port = await freePort();
  const server = spawn(process.execPath, ['--enable-source-maps', ...nodeOptions, 'dist/server/main.js'], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATABASE_URL: database.url,
      MIGRATION_DATABASE_URL: database.ownerUrl,
      SMTP_URL: smtpUrl,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: directory,
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal',
      RUN_WORKER: process.env['RUN_WORKER'],
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killServer = () => server.kill();
  process.once('exit', killServer);
  let workerEnds = 0;
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('The process for jobs ended')) workerEnds += 1;
    process.stderr.write(text);
  });
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.startsWith('Shohayota Portal is ready')) break;
  }
  server.stdout.pipe(process.stderr);
  const { rows: users } = await asSuperuser((client) =>
    client.query<DemoUser>(
      `select slug as tenant, role, min(portal_user.email) as email from tenant join portal_user on tenant_id = tenant.id
       group by slug, role order by slug, role`,
    ),
  );
  return {
    origin: `http://localhost:${port}`,
    users,
    isAlive: () => server.exitCode === null && server.signalCode === null,
    workerEnds: () => workerEnds,
    pid: server.pid!,
    memory: () => residentMemory(server.pid!),
    asSuperuser,
    async stop() {
      process.off('exit', killServer);
      if (server.exitCode === null && server.signalCode === null) {
        const exit = once(server, 'exit');
        server.kill('SIGINT');
        await exit;
      }
      await database.remove();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Read from Linux; NaN where the process has ended. */
function residentMemory(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
