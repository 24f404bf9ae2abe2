import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/embedded-postgres/embedded-postgres.ts';
import { Client } from './client.ts';
import { controlPostgres, type PostgresControl } from './postgres-control.ts';
import { openSlowMailbox, type SlowMailbox } from './slow-mailbox.ts';

const demoPassword = 'shohayota-demo';

/** The built portal with its demo, over a PostgreSQL of its own that may fail it. */
export interface FaultyPortal {
  origin: string;
  postgres: PostgresControl;
  mailbox: SlowMailbox;
  /** One of each tenant. */
  customers: Client[];
  /** Whether the server still runs. */
  isAlive(): boolean;
  /** How often its process for jobs has ended. */
  workerEnds(): number;
  asSuperuser<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result>;
  stop(): Promise<void>;
}

export async function startFaultyPortal(): Promise<FaultyPortal> {
  const directory = await mkdtemp(join(tmpdir(), 'portal-faults-'));
  const database = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    durable: true,
    log: console.log,
  });
  const asSuperuser: FaultyPortal['asSuperuser'] = async (work) => {
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
  const mailbox = await openSlowMailbox();
  const port = await freePort();
  const server = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.js'], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATABASE_URL: database.url,
      SMTP_URL: mailbox.url,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: directory,
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal',
      RUN_WORKER: process.env['RUN_WORKER'],
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => server.kill());
  let workerEnds = 0;
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('The process for jobs ended')) workerEnds += 1;
    process.stderr.write(text);
  });
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.startsWith('Shohayota Portal is ready')) break;
  }
  server.stdout.pipe(process.stderr);
  const origin = `http://localhost:${port}`;
  const { rows } = await asSuperuser((client) =>
    client.query<{ slug: string; email: string }>(
      `select slug, min(portal_user.email) as email from tenant join portal_user on tenant_id = tenant.id
       where portal_user.role = 'CUSTOMER' group by slug`,
    ),
  );
  return {
    origin,
    postgres: await asSuperuser(controlPostgres),
    mailbox,
    customers: await Promise.all(rows.map(({ slug, email }) => Client.signIn(origin, slug, email, demoPassword))),
    isAlive: () => server.exitCode === null && server.signalCode === null,
    workerEnds: () => workerEnds,
    asSuperuser,
    async stop() {
      const exit = once(server, 'exit');
      server.kill('SIGINT');
      await exit;
      await mailbox.stop();
      await database.remove();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
