import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { loadConfig, loadEmbedded, loadMigrate, loadMigrations, loadPortal } from './production-build.ts';

// Usage: npm run build && node bench/upgrade.ts
//
// Rehearses an upgrade: 300,000 messages in the tables of migration 7, and clients that read and write as an older server
// does while this build migrates. Prints the longest wait of a client, and the deadlocks.

const lastOld = '0007-knowledge-base';
const size = { tenants: 3, customers: 300, tickets: 30_000, messages: 300_000 };
const quietSeconds = 5;

/** What clients met between two points of time. */
interface Phase {
  transactions: number;
  longest: { milliseconds: number; of: string };
  failures: Map<string, number>;
}

const newPhase = (): Phase => ({ transactions: 0, longest: { milliseconds: 0, of: '' }, failures: new Map() });

let phase = newPhase();

const directory = await mkdtemp(join(tmpdir(), 'shohayota-portal-upgrade-'));
const { startEmbeddedPostgres } = await loadEmbedded();
const postgres = await startEmbeddedPostgres({
  directory: join(directory, 'postgres'),
  durable: true,
  log: console.log,
});
async function rehearse(): Promise<void> {
  const log = pino({ level: 'silent' });
  const { migrations } = await loadMigrations();
  const old = migrations.slice(0, migrations.findIndex(({ name }) => name === lastOld) + 1);
  const { migrate } = await loadMigrate();
  await migrate({ ownerUrl: postgres.ownerUrl, serverRole: 'portal', migrations: old, log });
  const admin = await connect(Object.assign(new URL(postgres.adminUrl), { pathname: '/portal' }).href);
  await admin.query(seed);
  console.log(`Seeded ${size.messages} messages in ${size.tickets} tickets.`);

  const ending = new AbortController();
  const clients = Array.from({ length: 12 }, (_, number) => work(number, ending.signal));
  await sleep(quietSeconds * 1_000);
  report(`before, ${quietSeconds} s`);

  const { readConfig } = await loadConfig();
  const { openPortal } = await loadPortal();
  const config = readConfig({
    JWT_SECRET: 'signs nothing: the portal only migrates',
    DATABASE_URL: postgres.url,
    MIGRATION_DATABASE_URL: postgres.ownerUrl,
    DATA_DIR: join(directory, 'data'),
  });
  let gaveWay = 0;
  const lines = { write: (line: string) => void (gaveWay += Number(line.includes('waits for the statements'))) };
  const began = performance.now();
  const portal = await openPortal(config, postgres.url, pino({ level: 'info' }, lines));
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  report(`while it migrates, ${seconds} s, giving way ${gaveWay} times`);
  await sleep(quietSeconds * 1_000);
  report(`after, ${quietSeconds} s`);
  await portal.close();
  ending.abort();
  await Promise.all(clients);
  const { rows } = await admin.query('select deadlocks from pg_stat_database where datname = current_database()');
  console.log(`Deadlocks: ${rows[0].deadlocks}.`);
  await admin.end();
}

function report(name: string): void {
  const { transactions, longest, failures } = phase;
  phase = newPhase();
  const failed = [...failures].map(([what, count]) => `${count} × ${what}`).join(', ') || 'none';
  console.log(
    `${name}: ${transactions} transactions, the longest ${longest.milliseconds.toFixed(0)} ms (${longest.of}), failed: ${failed}`,
  );
}

/** One client of an older server, which connects as the owner: every transaction once in a round, until the end. */
async function work(number: number, signal: AbortSignal): Promise<void> {
  const client = await connect(postgres.ownerUrl);
  for (let round = number; !signal.aborted; round += 1) {
    const ticket = (round * 7_919) % size.tickets;
    const name = Object.keys(transactions)[round % Object.keys(transactions).length]!;
    const { access, statements } = transactions[name]!;
    const began = performance.now();
    try {
      await client.query(`begin; ${settingsOf(ticket, access)}; ${statements(ticket)}; commit`);
    } catch (error) {
      await client.query('rollback');
      const { code, message } = error as pg.DatabaseError;
      phase.failures.set(`${code} ${message}`, (phase.failures.get(`${code} ${message}`) ?? 0) + 1);
    }
    phase.transactions += 1;
    const milliseconds = performance.now() - began;
    if (milliseconds > phase.longest.milliseconds) phase.longest = { milliseconds, of: name };
  }
  await client.end();
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  // a rehearsal that fails takes the server away under it
  client.on('error', () => {});
  await client.connect();
  return client;
}

const customerOf = (ticket: number) => ticket % (size.tenants * size.customers);
const idOf = (kind: string, number: number) => `md5('${kind} ${number}')::uuid`;

function settingsOf(ticket: number, access: 'customer' | 'staff'): string {
  const customer = customerOf(ticket);
  const settings = {
    tenant: `${idOf('tenant', customer % size.tenants)}::text`,
    access: `'${access}'`,
    customer: access === 'staff' ? `''` : `${idOf('customer', customer)}::text`,
    user: `${access === 'staff' ? idOf('agent', customer % size.tenants) : idOf('user', customer)}::text`,
  };
  return Object.entries(settings)
    .map(([name, value]) => `select set_config('portal.${name}', ${value}, true)`)
    .join('; ');
}

/** A message as `messageAdd` writes it: locks the ticket, then the counters. */
const message = (ticket: number, author: string, internal: boolean) => `
  select from ticket where id = ${idOf('ticket', ticket)} for update;
  insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, internal, created_at)
    select gen_random_uuid(), tenant_id, customer_id, id, ${author}, 'Another message.', ${internal},
      greatest(clock_timestamp(), last_message_at + interval '1 ms') from ticket where id = ${idOf('ticket', ticket)};
  update ticket set message_count = message_count + 1, updated_at = now(),
    last_message_at = greatest(clock_timestamp(), last_message_at + interval '1 ms') where id = ${idOf('ticket', ticket)};
  update tenant_counter set last_event = last_event + 1;
  update customer_counter set last_event = last_event + 1 where customer_id = ${idOf('customer', customerOf(ticket))};
  insert into portal_event (tenant_id, tenant_sequence, customer_id, customer_sequence, type, ticket_id, occurred_at)
    select tenant_id, tenant_counter.last_event, customer_id, customer_counter.last_event, 'MessageAdded',
      ${idOf('ticket', ticket)}, now()
    from tenant_counter join customer_counter using (tenant_id) where customer_id = ${idOf('customer', customerOf(ticket))}`;

interface Transaction {
  access: 'customer' | 'staff';
  statements: (ticket: number) => string;
}

const transactions: Record<string, Transaction> = {
  'list of staff': {
    access: 'staff',
    statements: (ticket) =>
      `select * from ticket where tenant_id = ${idOf('tenant', customerOf(ticket) % size.tenants)} order by updated_at desc, id desc limit 20`,
  },
  'list of a customer': {
    access: 'customer',
    statements: (ticket) =>
      `select ticket.*, portal_user.name from ticket join portal_user on portal_user.id = created_by_id
       where ticket.customer_id = ${idOf('customer', customerOf(ticket))} order by updated_at desc limit 20`,
  },
  thread: {
    access: 'customer',
    statements: (ticket) =>
      `select message.*, portal_user.name from message join portal_user on portal_user.id = author_id
       where ticket_id = ${idOf('ticket', ticket)} order by message.created_at`,
  },
  'counts of staff': { access: 'staff', statements: () => 'select status, count(*) from ticket group by status' },
  'message of a customer': {
    access: 'customer',
    statements: (ticket) => message(ticket, idOf('user', customerOf(ticket)), false),
  },
  'note of staff': {
    access: 'staff',
    statements: (ticket) => message(ticket, idOf('agent', customerOf(ticket) % size.tenants), true),
  },
};

const seed = `
  set session_replication_role = replica;
  insert into tenant (id, slug, name, created_at)
    select md5('tenant ' || n)::uuid, 'tenant-' || n, 'Tenant ' || n, now() from generate_series(0, ${size.tenants - 1}) n;
  insert into tenant_counter (tenant_id, last_ticket) select id, 1000000 from tenant;
  insert into portal_user (id, tenant_id, role, name, email, created_at)
    select md5('agent ' || n)::uuid, md5('tenant ' || n)::uuid, 'AGENT', 'Agent', 'agent@portal.test', now()
    from generate_series(0, ${size.tenants - 1}) n;
  create temporary table person as
    select n, md5('tenant ' || n % ${size.tenants})::uuid as tenant_id, md5('customer ' || n)::uuid as customer_id,
      md5('user ' || n)::uuid as user_id from generate_series(0, ${size.tenants * size.customers - 1}) n;
  insert into customer (id, tenant_id, name, email, created_at)
    select customer_id, tenant_id, 'Customer', n || '@portal.test', now() from person;
  insert into customer_counter (customer_id, tenant_id) select customer_id, tenant_id from person;
  insert into portal_user (id, tenant_id, customer_id, role, name, email, created_at)
    select user_id, tenant_id, customer_id, 'CUSTOMER', 'Customer', n || '@portal.test', now() from person;
  insert into ticket (id, tenant_id, customer_id, number, title, status, priority, type, created_by_id,
      last_public_message_at, last_message_at, created_at, updated_at)
    select md5('ticket ' || t)::uuid, tenant_id, customer_id, t, 'Ticket ' || t, 'OPEN', 2, 'ISSUE', user_id,
      now(), now(), now() - interval '1 year', now() - t * interval '1 second'
    from generate_series(0, ${size.tickets - 1}) t join person on person.n = t % ${size.tenants * size.customers};
  insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, created_at)
    select md5('message ' || m)::uuid, tenant_id, customer_id, id, created_by_id, repeat('What was written. ', 8),
      now() - interval '1 year' + m / ${size.tickets} * interval '1 hour'
    from generate_series(0, ${size.messages - 1}) m join ticket on ticket.id = md5('ticket ' || m % ${size.tickets})::uuid;
  set session_replication_role = origin;
  analyze`;

try {
  await rehearse();
} finally {
  await postgres.remove();
  await rm(directory, { recursive: true, force: true });
}
