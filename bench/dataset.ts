import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { Client } from 'pg';
import { articles } from './article-dataset.ts';

/** How much data there is. Tickets and messages follow from it. */
export interface Size {
  tenants: number;
  customersPerTenant: number;
  articlesPerTenant: number;
}

export const fullSize: Size = { tenants: 20, customersPerTenant: 500, articlesPerTenant: 250 };
export const quickSize: Size = { tenants: 4, customersPerTenant: 50, articlesPerTenant: 25 };

/** One tenant with very many articles. */
export const librarySize: Size = { tenants: 1, customersPerTenant: 30, articlesPerTenant: 10_000 };
export const quickLibrarySize: Size = { tenants: 1, customersPerTenant: 20, articlesPerTenant: 500 };

/** More customers in every tenant: all tables but `tenant` grow by the factor, pages of lists stay the same. */
export const scaled = (size: Size, factor: number): Size => ({
  ...size,
  customersPerTenant: size.customersPerTenant * factor,
});

const agentsPerTenant = 5;
const messagesPerTicket = 8;
export const messagesOfLongTicket = 50;

/**
 * Ten tickets per customer on average: one customer in ten has 55 and the others 5, so that there are customers with a
 * page of twenty open tickets. The first ticket of each busy customer is the long one.
 */
const ticketsOfBusyCustomer = 55;
const ticketsOfOtherCustomer = 5;

/** Changes with everything that changes the dataset: this code, the size and the migrations. */
export function fingerprintOf(size: Size): string {
  const hash = createHash('sha256').update(JSON.stringify(size));
  for (const file of ['./dataset.ts', './article-dataset.ts'])
    hash.update(readFileSync(new URL(file, import.meta.url)));
  const migrations = new URL('../server/migrations/', import.meta.url);
  for (const file of readdirSync(migrations).toSorted()) hash.update(readFileSync(new URL(file, migrations)));
  return hash.digest('hex');
}

/** Fills a migrated, empty database as superuser, with the same rows every time. */
export async function fillDatabase(client: Client, size: Size): Promise<void> {
  // the rows are valid by construction, and checking each would take most of the time
  await client.query(`set session_replication_role = replica; set synchronous_commit = off; set timezone = 'UTC'`);
  await client.query(`set work_mem = '256MB'; set maintenance_work_mem = '512MB'`);
  for (const statement of [helpers, people(size), drafts(size), tickets]) await client.query(statement);
  const { rows: keys } = await client.query<{ drop: string; add: string }>(messageKeys);
  for (const { drop } of keys) await client.query(drop);
  // one message per ticket at a time, as in real use: a thread is spread over as many pages as it has messages
  for (let position = 1; position <= messagesPerTicket; position++) await client.query(messages, [position, position]);
  await client.query(messages, [messagesPerTicket + 1, messagesOfLongTicket]);
  for (const { add } of keys) await client.query(add);
  for (const statement of [attachments, feedback, notifications]) await client.query(statement);
  await client.query(articles(size.articlesPerTenant));
  await client.query('vacuum (freeze, analyze)');
  await client.query('checkpoint');
}

/** Ids look like UUIDv7 and increase in the order of creation, as real ones do. */
const helpers = `
  create function pg_temp.id(kind int, number bigint) returns uuid language sql immutable as $$
    select ('0194' || lpad(to_hex(kind), 4, '0') || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid
  $$;
  create function pg_temp.name(number bigint) returns text language sql immutable as $$
    select (array['Bookshop', 'Clinic', 'Tailor', 'Tea stall', 'School', 'Farm', 'Bakery', 'দোকান', 'Flat', 'কার্যালয়'])[1 + number % 10]
      || ' ' || (array['by the river', 'at the corner', 'on the hill', 'next door', 'uptown', 'downtown', 'সদর'])[1 + number / 10 % 7]
  $$;`;

const people = ({ tenants, customersPerTenant }: Size) => `
  insert into tenant (id, slug, name, created_at)
  select pg_temp.id(1, t), 'bench-' || t, 'Bench Tenant ' || t, '2025-01-01'
  from generate_series(1, ${tenants}) t;

  insert into opening_hours (tenant_id) select id from tenant;
  insert into attachment_settings (tenant_id) select id from tenant;

  insert into category (id, tenant_id, names, position)
  select pg_temp.id(7, t * 10 + c), pg_temp.id(1, t),
    jsonb_build_array(
      jsonb_build_object('locale', 'bn', 'text', (array['বিল', 'ডেলিভারি', 'নেটওয়ার্ক', 'অ্যাকাউন্ট'])[c]),
      jsonb_build_object('locale', 'en', 'text', (array['Billing', 'Delivery', 'Network', 'Account'])[c])
    ), c
  from generate_series(1, ${tenants}) t, generate_series(1, 4) c;

  insert into customer (id, tenant_id, name, email, phone, locale, time_zone, created_at)
  select pg_temp.id(2, n), pg_temp.id(1, 1 + (n - 1) / ${customersPerTenant}), pg_temp.name(n),
    'customer-' || n || '@bench.example', '+88017' || lpad(n::text, 8, '0'), case when n % 3 = 0 then 'bn' else 'en' end,
    'Asia/Dhaka', '2025-01-01'
  from generate_series(1, ${tenants * customersPerTenant}) n;

  insert into portal_user (id, tenant_id, customer_id, role, name, email, password_hash, created_at)
  select pg_temp.id(3, n), tenant_id, customer.id, 'CUSTOMER', name, email, 'nobody signs in', created_at
  from customer, lateral (select split_part(split_part(email, '@', 1), '-', 2)::bigint) as numbered (n);

  insert into portal_user (id, tenant_id, role, name, email, password_hash, created_at)
  select pg_temp.id(4, t * 10 + s), pg_temp.id(1, t), case when s = 0 then 'ADMIN' else 'AGENT' end,
    pg_temp.name(t * 7 + s), 'staff-' || t || '-' || s || '@bench.example', 'nobody signs in', '2025-01-01'
  from generate_series(1, ${tenants}) t, generate_series(0, ${agentsPerTenant}) s;

  insert into customer_counter (customer_id, tenant_id) select id, tenant_id from customer;`;

const drafts = ({ tenants, customersPerTenant }: Size) => `
  create temp table draft as
  select n, t, (t - 1) * ${customersPerTenant} + c as customer, 1000 + ordinal as number, status,
    date_trunc('milliseconds', '2025-01-01'::timestamptz + part * interval '180 days') as created_at,
    case when n % 6 = 0 then null else 1 + n % ${agentsPerTenant} end as assignee,
    messages, messages < ${messagesOfLongTicket} and n % 4 = 0 as note_within,
    messages < ${messagesOfLongTicket} and n % 8 = 1 as note_at_end
  from (
    select t, c, part, row_number() over (order by part, t, c) as n,
      row_number() over (partition by t order by part, c) as ordinal,
      (array['OPEN', 'OPEN', 'OPEN', 'OPEN', 'OPEN', 'PENDING', 'PENDING', 'RESOLVED', 'RESOLVED', 'CLOSED'])[1 + (c + k) % 10] as status,
      case when busy and k = 1 then ${messagesOfLongTicket} else ${messagesPerTicket} end as messages
    from generate_series(1, ${tenants}) t
    cross join generate_series(1, ${customersPerTenant}) c
    cross join lateral (select c % 10 = 0) as customer (busy)
    cross join lateral (select case when busy then ${ticketsOfBusyCustomer} else ${ticketsOfOtherCustomer} end) as owned (count)
    cross join lateral generate_series(1, count) k
    cross join lateral (select (k - 1 + c % 97 / 97.0) / count) as timeline (part)
  ) as ordered;
  analyze draft;`;

/** When message `position` of a draft was written; the first one opens the ticket. */
const writtenAt = (position: string) =>
  `draft.created_at + (${position} - 1) * interval '2 hours' + case when ${position} = 1 then 0 else (n * 37 + ${position} * 101) % 60000 end * interval '1 millisecond'`;

const tickets = `
  insert into ticket (
    id, tenant_id, customer_id, number, title, status, waiting_for, priority, type, category_id, assignee_id, created_by_id,
    public_message_count, message_count, last_public_message_at, last_message_at, created_at, public_updated_at, updated_at
  )
  select pg_temp.id(5, n), pg_temp.id(1, t), pg_temp.id(2, customer), number,
    (array['The internet is slow', 'Invoice looks wrong', 'বই এখনো আসেনি', 'Cannot sign in to my account', 'Please change my address'])[1 + n % 5]
      || ' since day ' || n % 28 || ' of the month',
    status, case when status = 'OPEN' then 'STAFF' else 'CUSTOMER' end, 1 + n * 7 % 4, (array['ISSUE', 'QUESTION', 'REQUEST'])[1 + n % 3],
    case when n % 3 = 0 then null else pg_temp.id(7, t * 10 + 1 + n % 4) end,
    pg_temp.id(4, t * 10 + assignee), pg_temp.id(3, customer),
    messages - note_within::int - note_at_end::int, messages, last_public_at, ${writtenAt('messages')}, draft.created_at,
    changed_at, greatest(changed_at, ${writtenAt('messages')})
  from draft cross join lateral (select ${writtenAt('(messages - note_at_end::int)')}) as last (last_public_at)
  cross join lateral (
    select case when status = 'OPEN' then last_public_at else last_public_at + interval '40 seconds' end
  ) as changed (changed_at)
  order by n;

  insert into tenant_counter (tenant_id, last_ticket) select tenant_id, max(number) from ticket group by tenant_id;`;

/** Indexes are built faster at once than row by row. Those that foreign keys refer to stay. */
const messageKeys = `
  select format('alter table message drop constraint %I', conname) as drop,
    format('alter table message add constraint %I %s', conname, pg_get_constraintdef(key.oid)) as add
  from pg_constraint as key
  where conrelid = 'message'::regclass and contype in ('p', 'u') and not exists (
    select from pg_constraint as reference where reference.contype = 'f' and reference.conindid = key.conindid
  )
  order by conname`;

const messages = `
  insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, internal, created_at)
  select pg_temp.id(6 + position, n), pg_temp.id(1, t), pg_temp.id(2, customer), pg_temp.id(5, n),
    case when position % 2 = 1 then pg_temp.id(3, customer) else pg_temp.id(4, t * 10 + coalesce(assignee, 1)) end,
    case when (n + position) % 5 = 0 then substr(bengali, 1 + (n + position * 7)::int % 20, 30 + (n * 31 + position * 17)::int % 30)
      else substr(english, 1 + (n + position * 7)::int % 40, 40 + (n * 31 + position * 17)::int % 80) end,
    position = 4 and note_within or position = messages and note_at_end,
    ${writtenAt('position')}
  from draft cross join generate_series($1::int, $2::int) position
  cross join (values (
    'Hello, thank you for looking into this. I tried what you wrote yesterday, restarted everything twice and waited an hour, but it is still the same as before. Could somebody have a look at it today, please? I am at home after six.',
    'আসসালামু আলাইকুম, আপনার উত্তরের জন্য ধন্যবাদ। আমি সব আবার চালু করে দেখেছি, কিন্তু সমস্যা আগের মতোই আছে। আজ কেউ কি দেখতে পারবেন?'
  )) as words (english, bengali)
  where position <= messages
  order by position, n`;

/** Every eighth message has a picture. */
const attachments = `
  insert into attachment (
    id, tenant_id, customer_id, uploader_id, ticket_id, message_id, internal, name, content_type, size, sha256,
    storage_key, created_at, claimed_at
  )
  select pg_temp.id(90, n), tenant_id, customer_id, author_id, ticket_id, id, internal, 'picture-' || n || '.jpg',
    'image/jpeg', 40000 + n % 900000, md5(n::text), 'bench/' || n, created_at, created_at
  from (select *, row_number() over (order by id) as n from message) as numbered where n % 8 = 0`;

/** Every other finished ticket has feedback. */
const feedback = `
  insert into feedback (id, tenant_id, customer_id, ticket_id, author_id, agent_id, rating, comment, created_at, updated_at)
  select pg_temp.id(91, n), tenant_id, customer_id, id, created_by_id, assignee_id, 1 + n % 5,
    case when n % 3 = 0 then 'That was quick, thank you.' end, updated_at, updated_at
  from (select *, row_number() over (order by id) as n from ticket where status in ('RESOLVED', 'CLOSED')) as numbered
  where n % 2 = 0`;

/** Every user has twenty notifications and has read half of them. */
const notifications = `
  insert into notification (id, tenant_id, user_id, customer_id, event_sequence, kind, created_at, read_at)
  select pg_temp.id(92, row_number() over (order by portal_user.id, n)), tenant_id, portal_user.id,
    coalesce(customer_id, (select id from customer where customer.tenant_id = portal_user.tenant_id limit 1)), -n,
    'MessageAdded', timestamptz '2025-06-01' + n * interval '1 day',
    case when n <= 10 then timestamptz '2025-07-01' end
  from portal_user cross join generate_series(1, 20) n`;
