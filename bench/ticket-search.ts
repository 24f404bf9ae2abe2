import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import type { Viewer } from '../server/access/viewer.ts';
import { loadConfig, loadEmbedded, loadPortal, loadTicketSearch } from './production-build.ts';

// Usage: npm run build && node bench/ticket-search.ts [--tickets 1000000]
//
// How long a search of staff takes in a tenant with so many tickets of three messages, and in one of a hundred tickets beside
// it: PostgreSQL alone, below row level security, beside the same words asked for of the index as they are (its owner, one
// query, 25 best). Words are as frequent as in a language: the first of them is in most tickets, most are in few.

const { values } = parseArgs({ options: { tickets: { type: 'string', default: '1000000' } } });
const sizes = { large: Number(values.tickets), small: 100 };
const words = 30_000;
const runs = 5;

const directory = await mkdtemp(join(tmpdir(), 'shohayota-portal-search-'));
const { startEmbeddedPostgres } = await loadEmbedded();
const postgres = await startEmbeddedPostgres({
  directory: join(directory, 'postgres'),
  durable: false,
  log: console.log,
});

async function measure(): Promise<void> {
  const { readConfig } = await loadConfig();
  const { openPortal } = await loadPortal();
  const { indexTickets } = await loadTicketSearch();
  const config = readConfig({
    JWT_SECRET: 'signs nothing: the portal only indexes',
    DATABASE_URL: postgres.url,
    MIGRATION_DATABASE_URL: postgres.ownerUrl,
    DATA_DIR: join(directory, 'data'),
  });
  const portal = await openPortal(config, postgres.url, pino({ level: 'warn' }));
  const admin = await connect(Object.assign(new URL(postgres.adminUrl), { pathname: '/portal' }).href);
  await timed('written', () => fill(admin));
  await timed('indexed', () => indexTickets(portal));
  await portal.close();
  await admin.query('vacuum (analyze)');
  const { rows } = await admin.query(
    `select pg_size_pretty(pg_table_size('search.ticket_document')) as documents,
       pg_size_pretty(pg_indexes_size('search.ticket_document')) as indexes,
       pg_size_pretty(pg_total_relation_size('search.ticket_word')) as words,
       pg_total_relation_size('search.ticket_document') / (select count(*) from message) as "bytes a message"`,
  );
  console.table(rows);

  const server = await connect(postgres.url);
  const table: Record<string, unknown>[] = [];
  for (const [tenant, name] of ['large', 'small'].entries()) {
    for (const [kind, searches] of Object.entries(await searchesOf(admin, tenant))) {
      const ours: number[] = [];
      const plain: number[] = [];
      let found = 0;
      for (let run = 0; run < runs; run++)
        for (const search of searches) {
          const [mine, count] = await ask(server, tenant, search);
          ours.push(mine);
          found += count / runs / searches.length;
          plain.push(await askPlainly(admin, tenant, search));
        }
      table.push({
        tenant: name,
        search: kind,
        found: Math.round(found),
        'p50 ms': percentile(ours, 0.5),
        'p95 ms': percentile(ours, 0.95),
        'plain p50 ms': percentile(plain, 0.5),
        'plain p95 ms': percentile(plain, 0.95),
      });
    }
  }
  console.table(table);
  await server.end();
  await admin.end();
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  // what fails takes the server away under it
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await work();
  console.log(`${what} in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
}

const percentile = (milliseconds: number[], share: number) =>
  Number(milliseconds.toSorted((one, other) => one - other)[Math.floor(milliseconds.length * share)]!.toFixed(1));

const idOf = (kind: string, number: string) => `md5('${kind} ' || ${number})::uuid`;

/** Tenants 0 and 1 with their tickets, in the order of their events. */
async function fill(admin: pg.Client): Promise<void> {
  await admin.query(`set session_replication_role = replica; set synchronous_commit = off; select setseed(0.5)`);
  await admin.query(`
    create temp table word as select n, translate(substr(md5('word ' || n), 1, 4 + n % 6), '0123456789', 'ghijklmnop') as word
      from generate_series(1, ${words}) n;
    create unique index on word (n);
    create function pg_temp.words(count int) returns text language sql volatile as $$
      select string_agg(word, ' ') from (select ceil(${words} ^ random())::int as n from generate_series(1, count) offset 0) as drawn join word using (n)
    $$;
    insert into tenant (id, slug, name, created_at)
      select ${idOf('tenant', 't')}, 'search-' || t, 'Tenant ' || t, now() from generate_series(0, 1) t;
    insert into customer (id, tenant_id, name, email, created_at)
      select ${idOf('customer', 'c')}, ${idOf('tenant', 'c % 2')}, initcap(word) || ' ' || c, word || c || '@bench.test', now()
      from generate_series(0, 1999) c join word on n = c + 1;
    insert into portal_user (id, tenant_id, customer_id, role, name, email, created_at)
      select ${idOf('customer', 'c')}, ${idOf('tenant', 'c % 2')}, ${idOf('customer', 'c')}, 'CUSTOMER', 'User ' || c, 'user' || c || '@bench.test', now()
      from generate_series(0, 1999) c;
    insert into portal_user (id, tenant_id, role, name, email, created_at)
      select ${idOf('agent', 't')}, ${idOf('tenant', 't')}, 'AGENT', 'Agent ' || t, 'agent' || t || '@bench.test', now()
      from generate_series(0, 1) t;`);
  for (const [tenant, tickets] of Object.values(sizes).entries()) {
    const at = `timestamptz '2026-01-01' + n * interval '10 seconds'`;
    await admin.query(`
      insert into ticket (id, tenant_id, customer_id, number, title, status, priority, type, created_by_id, public_message_count, message_count,
        last_public_message_at, last_message_at, created_at, public_updated_at, updated_at)
      select ${idOf(`ticket ${tenant}`, 'n')}, ${idOf('tenant', `'${tenant}'`)}, ${idOf('customer', `(n % 1000 * 2 + ${tenant})`)}, 1000 + n,
        pg_temp.words(4 + n % 3), 'OPEN', 2, 'ISSUE', ${idOf('customer', `(n % 1000 * 2 + ${tenant})`)}, 3, 3, ${at}, ${at}, ${at}, ${at}, ${at}
      from generate_series(1, ${tickets}) n;
      insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, internal, created_at)
      select ${idOf(`message ${tenant}`, `n || ' ' || m`)}, tenant_id, customer_id, ticket.id, created_by_id, pg_temp.words(10 + (n + m * 7) % 40),
        m = 3 and n % 5 = 0, created_at + m * interval '1 millisecond'
      from ticket cross join generate_series(1, 3) m cross join lateral (select number - 1000 as n) as counted
      where tenant_id = ${idOf('tenant', `'${tenant}'`)};
      insert into portal_event (tenant_id, tenant_sequence, customer_id, customer_sequence, type, ticket_id, occurred_at)
      select tenant_id, number, customer_id, number, 'TicketCreated', id, created_at from ticket where tenant_id = ${idOf('tenant', `'${tenant}'`)};
      insert into tenant_counter (tenant_id, last_ticket, last_event)
      select tenant_id, max(number), max(number) from ticket where tenant_id = ${idOf('tenant', `'${tenant}'`)} group by 1;`);
  }
  await admin.query('reset session_replication_role; analyze');
}

/** Searches of each kind for words that the tenant has, frequent and rare ones. */
async function searchesOf(admin: pg.Client, tenant: number): Promise<Record<string, string[]>> {
  const wordAt = async (rank: number) =>
    (await admin.query('select word from word where n = $1', [rank])).rows[0].word as string;
  const at = (...ranks: number[]) => Promise.all(ranks.map(wordAt));
  const { rows } = await admin.query<{ title: string; number: number }>(
    `select title, number from ticket where tenant_id = ${idOf('tenant', `'${tenant}'`)} order by md5(id::text) limit 20`,
  );
  const titles = rows.map(({ title }) => title.split(' '));
  return {
    'a frequent word': await at(1, 2, 3, 5, 8),
    'a word': await at(100, 200, 400, 800, 1_600),
    'a rare word': await at(5_000, 10_000, 15_000, 20_000, 25_000),
    'three words of a title': titles.map((title) => title.slice(0, 3).join(' ')),
    'the beginning of a word': (await at(50, 500, 5_000, 9_000)).map((word) => word.slice(0, 3)),
    'a misspelled word': (await at(700, 900, 1_200, 3_000)).map((word) => `${word.slice(0, 3)}x${word.slice(3)}`),
    'a phrase': titles.map((title) => `"${title.slice(1, 3).join(' ')}"`),
    'a number': rows.map(({ number }) => `#${number}`),
  };
}

const tenantIds = new Map<number, string>();

async function viewerOf(client: pg.Client, tenant: number): Promise<Viewer> {
  if (!tenantIds.has(tenant)) {
    const { rows } = await client.query<{ id: string }>(`select ${idOf('tenant', `'${tenant}'`)} as id`);
    tenantIds.set(tenant, rows[0]!.id);
  }
  return {
    tenantId: tenantIds.get(tenant)!,
    customerId: null,
    userId: tenantIds.get(tenant)!,
    role: 'AGENT',
  } as unknown as Viewer;
}

/** Milliseconds, and how many were found. */
async function ask(client: pg.Client, tenant: number, search: string): Promise<[number, number]> {
  const { readSearch, searchExpressions } = await loadTicketSearch();
  const viewer = await viewerOf(client, tenant);
  const parameters: unknown[] = [];
  const expressions = searchExpressions(readSearch(search), viewer, { fuzzy: true })(
    (value, type) => `$${parameters.push(value)}::${type}`,
  );
  await client.query(`begin read only; select set_config('portal.tenant', '${viewer.tenantId}', true), set_config('portal.access', 'staff', true),
    set_config('portal.customer', '', true), set_config('portal.user', '${viewer.userId}', true)`);
  const began = performance.now();
  const { rows } = await client.query<{ found: number }>(
    `with ${expressions} select (select count(*)::int from search_result) as found, array(
       select row(ticket.id, title, status) from search_result join ticket using (id) order by score desc, id desc limit 25)`,
    parameters,
  );
  const milliseconds = performance.now() - began;
  await client.query('commit');
  return [milliseconds, rows[0]!.found];
}

/** The same words in the same index, without prefixes, errors, policies and counts. */
async function askPlainly(admin: pg.Client, tenant: number, search: string): Promise<number> {
  const { lexemeMarks } = await loadTicketSearch();
  const { tenantId } = await viewerOf(admin, tenant);
  const mark = lexemeMarks(tenantId).public;
  const lexemes = search.match(/[a-z0-9]+/g)!.map((word) => `'${mark}${word}'`);
  const query = lexemes.join(search.startsWith('"') ? ' <-> ' : ' & ');
  const began = performance.now();
  await admin.query(
    `select ticket.id, title, status from (
       select ticket_id, ts_rank(words, $1::tsquery) as rank from search.ticket_document where words @@ $1::tsquery order by 2 desc limit 25
     ) as found join ticket on ticket.id = ticket_id`,
    [query],
  );
  return performance.now() - began;
}

try {
  await measure();
} finally {
  await postgres.remove();
  await rm(directory, { recursive: true, force: true });
}
