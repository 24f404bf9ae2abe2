import { readFileSync, readdirSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Viewer } from '../server/access/viewer.ts';
import { startDatabase, type BenchDatabase } from './database.ts';
import { assertMeasurable, databaseCpu, processCpu } from './measure.ts';
import { jwtSecret } from './people.ts';
import { loadTokens } from './production-build.ts';
import { startPortal } from './servers.ts';
import { stopWorkers } from './worker.ts';
import { messageAdd } from './workloads.ts';

/**
 * What one message of an agent costs, by itself and until its mail has left: `node bench/message-cost.ts`, after
 * `npm run build`. Statements, round trips, bytes and CPU hardly depend on what else the machine does.
 */
const size = { tenants: 8, customersPerTenant: 60, articlesPerTenant: 0 };
const warmUp = 200;
const count = 1_000;
const atOnce = 4;

/** What a connection has sent to PostgreSQL: statements, and how often it had to wait for an answer before it sent more. */
interface Traffic {
  statements: number;
  roundTrips: number;
}

/** Stands between a server and PostgreSQL and counts. */
async function openCounter(url: string): Promise<{ url: string; traffic: Traffic; close: () => void }> {
  const target = new URL(url);
  const traffic = { statements: 0, roundTrips: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = createConnection({ host: target.hostname, port: Number(target.port) });
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay(true).on('error', () => {}));
      socket.on('close', () => [client, upstream].forEach((each) => each.destroy()));
    }
    const countMessages = statementCounter(traffic);
    let answered = true;
    client.on('data', (bytes: Buffer) => {
      countMessages(bytes);
      if (answered) traffic.roundTrips += 1;
      answered = false;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes: Buffer) => {
      answered = true;
      client.write(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const counted = new URL(url);
  counted.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: counted.href, traffic, close };
}

/** Counts the messages Execute and Query of the protocol; the first message of a connection has no type. */
function statementCounter(traffic: Traffic): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  let isStarted = false;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const header = isStarted ? 1 : 0;
      if (rest.length < header + 4) return;
      const length = header + rest.readUInt32BE(header);
      if (rest.length < length) return;
      if (isStarted && 'EQ'.includes(String.fromCharCode(rest[0]!))) traffic.statements += 1;
      isStarted = true;
      rest = rest.subarray(length);
    }
  };
}

interface Conversation extends Viewer {
  ticketId: string;
  token: string;
}

/** The open tickets of as many customers as there are, each with an agent who answers. */
async function findConversations(client: pg.Client): Promise<Conversation[]> {
  const { Keyring, Tokens } = await loadTokens();
  const tokens = new Tokens(new Keyring(jwtSecret));
  const { rows } = await client.query<Viewer & { ticketId: string }>(
    `select distinct on (created_by_id) ticket.id as "ticketId", agent.tenant_id as "tenantId", agent.id as "userId",
       agent.role, null as "customerId", agent.id as "sessionId"
     from ticket join portal_user as agent on agent.tenant_id = ticket.tenant_id and agent.role = 'AGENT'
     where status = 'OPEN' order by created_by_id, hashtext(ticket.id::text || agent.id::text)`,
  );
  return Promise.all(rows.map(async (row) => ({ ...row, token: (await tokens.access({ ...row })).token })));
}

const query = messageAdd.replace(/\s+/g, ' ').trim();
let sent = 0;

async function send(origin: string, conversations: Conversation[], times: number): Promise<void> {
  let left = times;
  const sendAll = async () => {
    while (left-- > 0) {
      const { ticketId, token } = conversations[sent++ % conversations.length]!;
      const input = {
        body: 'It happened again this morning, right after I had restarted it.',
        idempotencyKey: `${Date.now()}-${sent}`,
      };
      const response = await fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { ticketId, input } }),
      });
      const answer = await response.text();
      if (!answer.includes('"userErrors":[]')) throw new Error(answer);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendAll));
}

/** The processes that a process has started. */
const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((other) => {
      try {
        return other > 0 && readFileSync(`/proc/${other}/stat`, 'utf8').split(') ')[1]!.split(' ')[1] === String(pid);
      } catch {
        return false;
      }
    });

async function untilMailed(client: pg.Client): Promise<void> {
  const unsent = `
    select (select count(*) from notification)
      > (select count(*) from mail_delivery where sent_at is not null) as some`;
  while ((await client.query<{ some: boolean }>(unsent)).rows[0]!.some) await sleep(50);
}

interface State {
  server: number;
  jobs: number;
  postgres: number;
  statements: number;
  roundTrips: number;
  wal: number;
  bytes: number;
}

async function measure(database: BenchDatabase, postmaster: number, runJobs: boolean): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  const counter = await openCounter(database.portalUrl);
  const portal = await startPortal({ ...database, portalUrl: counter.url }, runJobs);
  const { pid } = portal.worker;
  const conversations = await findConversations(client);
  const take = async (): Promise<State> => {
    await client.query('vacuum');
    const { rows } = await client.query<{ wal: string; bytes: string }>(
      `select pg_current_wal_insert_lsn() - '0/0' as wal, sum(pg_total_relation_size(oid)) as bytes
       from pg_class where relkind = 'r' and relnamespace <> 'pg_catalog'::regnamespace`,
    );
    return {
      server: processCpu(pid),
      jobs: childrenOf(pid).reduce((sum, child) => sum + processCpu(child), 0),
      postgres: databaseCpu(postmaster),
      ...counter.traffic,
      wal: Number(rows[0]!.wal),
      bytes: Number(rows[0]!.bytes),
    };
  };
  await client.query('truncate notification');
  await send(portal.origin, conversations, warmUp);
  if (runJobs) await untilMailed(client);
  await client.query('checkpoint');
  const before = await take();
  await send(portal.origin, conversations, count);
  if (runJobs) await untilMailed(client);
  // vacuuming and asking are not part of it
  const cpu = {
    server: processCpu(pid),
    jobs: childrenOf(pid).reduce((sum, child) => sum + processCpu(child), 0),
    postgres: databaseCpu(postmaster),
  };
  const { rows } = await client.query<{ wal: string }>(`select pg_current_wal_insert_lsn() - '0/0' as wal`);
  const traffic = { ...counter.traffic };
  const after = { ...(await take()), ...cpu, ...traffic, wal: Number(rows[0]!.wal) };
  await portal.worker.stop();
  counter.close();
  await client.end();
  const each = (name: keyof State) => (after[name] - before[name]) / count;
  return {
    statements: each('statements'),
    'round trips': each('roundTrips'),
    'server µs': each('server'),
    'jobs µs': each('jobs'),
    'PostgreSQL µs': each('postgres'),
    'all µs': each('server') + each('jobs') + each('postgres'),
    'WAL bytes': each('wal'),
    'bytes kept': each('bytes'),
  };
}

assertMeasurable();
const database = await startDatabase((line) => console.log(line));
try {
  const rows: Record<string, Record<string, number>> = {};
  for (const [name, runJobs] of [
    ['messageAdd', false],
    ['until its mail has left', true],
  ] as const) {
    const copy = await database.scratchCopy(size);
    const figures = await measure(copy, database.postmaster, runJobs);
    rows[name] = Object.fromEntries(
      Object.entries(figures).map(([figure, value]) => [figure, Math.round(value * 10) / 10]),
    );
  }
  console.table(rows);
} finally {
  await stopWorkers();
  await database.stop();
}
