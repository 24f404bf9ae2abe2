import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inject } from 'vitest';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { StartupError, readConfig } from '../../server/config.ts';
import { makeOrm } from '../../server/database/orm.ts';
import { jobLimits } from '../../server/database/pools.ts';
import { entities } from '../../server/entities.ts';
import { migrations } from '../../server/migrations/index.ts';
import { openPortal } from '../../server/portal.ts';
import { connect, makeDatabase, type TestDatabase } from '../support/database.ts';
import { silentLog } from '../support/log.ts';

const config = readConfig({ JWT_SECRET: 'a secret of thirty-two characters or more' });
let admin: pg.Client;

beforeAll(async () => {
  admin = await connect(inject('adminUrl'));
});

afterAll(() => admin.end());

const openOrm = (databaseUrl: string) =>
  makeOrm({ databaseUrl, limits: jobLimits, entities, migrations, log: silentLog });

describe('the migrations', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await makeDatabase();
  });

  afterAll(() => database.drop());

  it('make exactly what the entities declare: columns, indexes, checks, policies and triggers', async () => {
    const { url, drop } = await emptyDatabase();
    const orm = await openOrm(url);
    await orm.schema.create();
    await orm.close();
    const declared = await connect(url);
    expect(await describeTables(database.superuser)).toEqual(await describeTables(declared));
    await declared.end();
    await drop();
  });

  it('give a tenant that is there already office hours in the zone of most of its customers', async () => {
    const { url, drop } = await emptyDatabase();
    const orm = await openOrm(url);
    await orm.migrator.up({ to: '0003-notifications' });
    const name = new URL(url).pathname.slice(1);
    const there = await connect(Object.assign(new URL(inject('adminUrl')), { pathname: `/${name}` }).href);
    await there.query(
      `insert into tenant (id, slug, name, created_at)
        select gen_random_uuid(), slug, slug, now() from unnest(array['busy', 'empty']) as slug;
      insert into customer (id, tenant_id, name, email, time_zone, created_at)
        select gen_random_uuid(), tenant.id, 'Somebody', 'some@body.test', zone, now()
        from tenant, unnest(array['UTC', 'Asia/Dhaka', 'Asia/Dhaka', 'Nowhere', 'Nowhere', 'Nowhere']) as zone where slug = 'busy'`,
    );
    await orm.migrator.up({ to: '0004-call-requests' });
    const { rows } = await there.query(
      `select slug, time_zone, jsonb_array_length(opening_week) as days, call_slot_minutes, call_slot_capacity from tenant order by 1`,
    );
    expect(rows).toEqual([
      { slug: 'busy', time_zone: 'Asia/Dhaka', days: 5, call_slot_minutes: 30, call_slot_capacity: 1 },
      { slug: 'empty', time_zone: 'UTC', days: 5, call_slot_minutes: 30, call_slot_capacity: 1 },
    ]);
    await there.end();
    await orm.close();
    await drop();
  });

  it('move what a tenant has set to the tables of its nouns', async () => {
    const { url, superuserUrl, drop } = await emptyDatabase();
    const orm = await openOrm(url);
    await orm.migrator.up({ to: '0007-knowledge-base' });
    const superuser = await connect(superuserUrl);
    await superuser.query(
      `insert into tenant (id, slug, name, created_at) select gen_random_uuid(), slug, slug, now() from unnest(array['set', 'unset']) as slug;
      update tenant set time_zone = 'Asia/Dhaka', opening_week = '[]', holidays = '{2026-12-16}', call_slot_minutes = 15,
        call_slot_capacity = 3, call_reminder_minutes = 0, attachment_maximum_size = 100, attachment_maximum_count = 2,
        attachment_types = '{image/png}' where slug = 'set'`,
    );
    await orm.migrator.up({ to: '0008-settings' });
    const { rows } = await superuser.query(
      `select slug, time_zone, jsonb_array_length(week) as days, holidays, slot_minutes, slot_capacity, reminder_minutes,
        maximum_size, maximum_count, content_types
      from tenant join opening_hours on opening_hours.tenant_id = tenant.id
        join attachment_settings on attachment_settings.tenant_id = tenant.id order by slug`,
    );
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['set', 'Asia/Dhaka', 0, ['2026-12-16'], 15, 3, 0, 100, 2, ['image/png']],
      ['unset', 'UTC', 5, [], 30, 1, 30, 10_485_760, 10, null],
    ]);
    await superuser.end();
    await orm.close();
    await drop();
  });

  it('give what was there before there was a history its entries, below all numbers of streams', async () => {
    const { url, superuserUrl, drop } = await emptyDatabase();
    const orm = await openOrm(url);
    await orm.migrator.up({ to: '0018-ticket-version' });
    const superuser = await connect(superuserUrl);
    const [tenantId, customerId, userId, agentId, ticketId] = Array.from({ length: 5 }, () => randomUUID());
    await superuser.query('begin');
    for (const [statement, values] of [
      [`insert into tenant (id, slug, name, created_at) values ($1, 'old', 'Old', now())`, [tenantId]],
      ['insert into opening_hours (tenant_id) values ($1)', [tenantId]],
      ['insert into attachment_settings (tenant_id) values ($1)', [tenantId]],
      ['insert into tenant_counter (tenant_id, last_event) values ($1, 9)', [tenantId]],
      [
        `insert into customer (id, tenant_id, name, email, created_at) values ($2, $1, 'Old', 'o@portal.test', now())`,
        [tenantId, customerId],
      ],
      ['insert into customer_counter (tenant_id, customer_id, last_event) values ($1, $2, 5)', [tenantId, customerId]],
      [
        `insert into portal_user (id, tenant_id, customer_id, role, name, email, created_at)
         values ($3, $1, $2, 'CUSTOMER', 'Old', 'o@portal.test', now()), ($4, $1, null, 'AGENT', 'A', 'a@portal.test', now())`,
        [tenantId, customerId, userId, agentId],
      ],
      [
        `insert into ticket (id, tenant_id, customer_id, number, title, status, priority, type, created_by_id,
           last_public_message_at, last_message_at, created_at, updated_at)
         values ($4, $1, $2, 1001, 'Old', 'RESOLVED', 2, 'ISSUE', $3, now(), now(), now(), now())`,
        [tenantId, customerId, userId, ticketId],
      ],
      [
        `insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, internal, created_at)
         select gen_random_uuid(), $1, $2, $5, author, 'Old', internal, timestamptz '2026-01-01' + minutes * interval '1 minute'
         from (values (1, $3::uuid, false), (2, $4::uuid, true), (3, $4::uuid, false)) as message (minutes, author, internal)`,
        [tenantId, customerId, userId, agentId, ticketId],
      ],
      [
        `insert into feedback (id, tenant_id, customer_id, ticket_id, author_id, rating, created_at, updated_at)
         values (gen_random_uuid(), $1, $2, $4, $3, 5, '2026-01-02', '2026-01-02')`,
        [tenantId, customerId, userId, ticketId],
      ],
    ] as const)
      await superuser.query(statement, [...values]);
    await superuser.query('commit');

    await orm.migrator.up({ to: '0021-first-events-of-counters' });
    const { rows } = await superuser.query(
      'select type, actor_id as actor, tenant_sequence::int as number, customer_sequence::int as seen from portal_event order by 3',
    );
    expect(rows).toEqual([
      { type: 'TicketCreated', actor: userId, number: -4, seen: -3 },
      { type: 'MessageAdded', actor: agentId, number: -3, seen: null },
      { type: 'MessageAdded', actor: agentId, number: -2, seen: -2 },
      { type: 'FeedbackSubmitted', actor: userId, number: -1, seen: -1 },
    ]);
    const counters = await superuser.query(
      'select tenant_counter.first_event::int as tenant, customer_counter.first_event::int as customer from tenant_counter, customer_counter',
    );
    expect(counters.rows).toEqual([{ tenant: 10, customer: 6 }]);
    await superuser.end();
    await orm.close();
    await drop();
  });

  it('know whose turn it was on each ticket', async () => {
    const { url, superuserUrl, drop } = await emptyDatabase();
    const orm = await openOrm(url);
    await orm.migrator.up({ to: '0027-customer-notes' });
    const superuser = await connect(superuserUrl);
    const [tenantId, customerId, userId, agentId] = Array.from({ length: 4 }, () => randomUUID());
    await superuser.query('begin');
    for (const [statement, values] of [
      [`insert into tenant (id, slug, name, created_at) values ($1, 'old', 'Old', now())`, [tenantId]],
      ['insert into opening_hours (tenant_id) values ($1)', [tenantId]],
      ['insert into attachment_settings (tenant_id) values ($1)', [tenantId]],
      ['insert into tenant_counter (tenant_id) values ($1)', [tenantId]],
      [
        `insert into customer (id, tenant_id, name, email, created_at) values ($2, $1, 'Old', 'o@portal.test', now())`,
        [tenantId, customerId],
      ],
      ['insert into customer_counter (tenant_id, customer_id) values ($1, $2)', [tenantId, customerId]],
      [
        `insert into portal_user (id, tenant_id, customer_id, role, name, email, created_at)
         values ($3, $1, $2, 'CUSTOMER', 'Old', 'o@portal.test', now()), ($4, $1, null, 'AGENT', 'A', 'a@portal.test', now())`,
        [tenantId, customerId, userId, agentId],
      ],
      [
        `with wanted (number, title, status, opener, answer) as (values
           (1, 'only opened', 'OPEN', $3::uuid, null), (2, 'opened by staff', 'OPEN', $4::uuid, null),
           (3, 'answered by staff', 'OPEN', $3::uuid, $4::uuid), (4, 'answered by the customer', 'OPEN', $4::uuid, $3::uuid),
           (5, 'pending', 'PENDING', $3::uuid, null)
         ), made as (
           insert into ticket (id, tenant_id, customer_id, number, title, status, priority, type, created_by_id,
             public_message_count, message_count, last_public_message_at, last_message_at, created_at, updated_at)
           select gen_random_uuid(), $1, $2, number, title, status, 2, 'ISSUE', opener, 1 + (answer is not null)::int, 3,
             case when answer is null then timestamptz '2026-01-01' else '2026-01-02' end, '2026-01-03', '2026-01-01', '2026-01-03'
           from wanted returning id, number
         )
         insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, internal, created_at)
         select gen_random_uuid(), $1, $2, id, author, 'Old', internal, at
         from made join wanted using (number) cross join lateral (values
           (opener, false, timestamptz '2026-01-01'), (answer, false, '2026-01-02'), ($4, true, '2026-01-03')
         ) as message (author, internal, at) where author is not null`,
        [tenantId, customerId, userId, agentId],
      ],
    ] as const)
      await superuser.query(statement, [...values]);
    await superuser.query('commit');

    await orm.migrator.up({ to: '0028-ticket-queues' });
    const { rows } = await superuser.query('select title, waiting_for from ticket order by number');
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['only opened', 'STAFF'],
      ['opened by staff', 'STAFF'],
      ['answered by staff', 'CUSTOMER'],
      ['answered by the customer', 'STAFF'],
      ['pending', 'CUSTOMER'],
    ]);
    await superuser.end();
    await orm.close();
    await drop();
  });

  it('make categories of what customers typed: one of all spellings, and the most used ones go on', async () => {
    const { url, superuserUrl, drop } = await emptyDatabase();
    const orm = await openOrm(url);
    await orm.migrator.up({ to: '0031-feedback-switch' });
    const superuser = await connect(superuserUrl);
    const typed = [
      'Bills',
      'bills',
      'Bills',
      'Wi-Fi',
      null,
      ...Array.from({ length: 20 }, (_, index) => `rare ${index}`),
    ];
    await superuser.query('begin');
    await superuser.query(`
      insert into tenant (id, slug, name, created_at, locales)
        select gen_random_uuid(), slug, slug, now(), '{bn,en}' from unnest(array['one', 'other', 'empty']) as slug;
      insert into opening_hours (tenant_id) select id from tenant;
      insert into attachment_settings (tenant_id) select id from tenant;
      insert into tenant_counter (tenant_id) select id from tenant;
      insert into customer (id, tenant_id, name, email, created_at)
        select gen_random_uuid(), id, slug, slug || '@portal.test', now() from tenant;
      insert into customer_counter (tenant_id, customer_id) select tenant_id, id from customer;
      insert into portal_user (id, tenant_id, customer_id, role, name, email, created_at)
        select gen_random_uuid(), tenant_id, id, 'CUSTOMER', name, email, now() from customer;
      insert into search.ticket_progress select id, 7 from tenant`);
    const open = `
      insert into ticket (id, tenant_id, customer_id, number, title, status, priority, type, category, created_by_id,
        last_public_message_at, last_message_at, created_at, updated_at)
      select gen_random_uuid(), customer.tenant_id, customer.id, number, category, 'OPEN', 2, 'ISSUE', category, portal_user.id, now(), now(), now(), now()
      from customer join portal_user on portal_user.customer_id = customer.id, unnest($2::text[]) with ordinality as typed (category, number)
      where customer.name = $1`;
    await superuser.query(open.replace('number, category,', `number, coalesce(category, 'none'),`), ['one', typed]);
    await superuser.query(open, ['other', ['Wi-Fi', 'wi - fi']]);
    await superuser.query('commit');

    await orm.migrator.up({ to: '0032-categories' });
    const { rows } = await superuser.query(
      `select tenant.slug, names, position, archived, (
         select count(*)::int from ticket where category_id = category.id and ticket.tenant_id = category.tenant_id
       ) as tickets
       from category join tenant on tenant.id = tenant_id order by slug, position`,
    );
    const [first, ...others] = rows;
    expect(first).toEqual({
      slug: 'one',
      names: ['bn', 'en'].map((locale) => ({ locale, text: 'Bills' })),
      position: 1,
      archived: false,
      tickets: 3,
    });
    expect(others.at(-1)).toEqual({
      slug: 'other',
      names: ['bn', 'en'].map((locale) => ({ locale, text: 'Wi-Fi' })),
      position: 1,
      archived: false,
      tickets: 2,
    });
    expect(others.filter(({ archived }) => archived).map(({ position, tickets }) => [position, tickets])).toEqual([
      [21, 1],
      [22, 1],
    ]);
    expect(rows).toHaveLength(23);
    const without = await superuser.query('select title from ticket where category_id is null');
    expect(without.rows).toEqual([{ title: 'none' }]);
    const indexed = await superuser.query('select bool_and(indexed_event < 0) as anew from search.ticket_progress');
    expect(indexed.rows).toEqual([{ anew: true }]);
    await superuser.end();
    await orm.close();
    await drop();
  });

  it('let no tenant be without its settings', async () => {
    const { superuser } = database;
    const make = `insert into tenant (id, slug, name, created_at) values ($1, $2, $2, now())`;
    for (const missing of ['opening_hours', 'attachment_settings']) {
      await superuser.query('begin');
      const id = randomUUID();
      await superuser.query(make, [id, missing]);
      for (const table of ['opening_hours', 'attachment_settings'].filter((name) => name !== missing))
        await superuser.query(`insert into ${table} (tenant_id) values ($1)`, [id]);
      await expect(superuser.query('commit'), missing).rejects.toThrow(`violates foreign key constraint`);
    }
  });

  it('carry tenant and customer in every foreign key to a table that has them', async () => {
    const { rows } = await database.superuser.query<{ definition: string }>(
      `select pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
    );
    const wrong = rows.filter(
      ({ definition }) => !/REFERENCES tenant\(/.test(definition) && !/tenant_id/.test(definition),
    );
    expect(wrong).toEqual([]);
    expect(rows.filter(({ definition }) => /REFERENCES ticket\(/.test(definition))).not.toEqual([]);
    expect(
      rows.filter(({ definition }) => /REFERENCES ticket\(/.test(definition) && !/customer_id/.test(definition)),
    ).toEqual([]);
  });
});

describe('on a PostgreSQL without trigrams, the migrations', () => {
  const trigramsAfterMigrating = async (url: string) => {
    const portal = await openPortal(config, url, silentLog);
    const { trigrams } = portal;
    await portal.close();
    return trigrams;
  };

  it('bring them where the owner of a database may', async () => {
    const { url, drop } = await emptyDatabase('template0');
    expect(await trigramsAfterMigrating(url)).toBe(true);
    await drop();
  });

  it('do without where that is not allowed', async () => {
    const { url, superuserUrl, drop } = await emptyDatabase('template0');
    const superuser = await connect(superuserUrl);
    await superuser.query(`
      create function refuse_extension() returns event_trigger language plpgsql as $$
      begin raise insufficient_privilege using message = 'permission denied to create extension'; end $$;
      create event trigger refuse_extension on ddl_command_start when tag in ('CREATE EXTENSION')
        execute function refuse_extension();
    `);
    await superuser.end();
    expect(await trigramsAfterMigrating(url)).toBe(false);
    await drop();
  });
});

describe('servers that start', () => {
  it('at once on an empty database migrate it once', async () => {
    const { url, drop } = await emptyDatabase();
    const portals = await Promise.all([1, 2, 3].map(() => openPortal(config, url, silentLog)));
    const { rows } = await portals[0]!.pool.query('select name from migration');
    expect(rows.length).toBe(new Set(rows.map((row) => row.name)).size);
    await Promise.all(portals.map((portal) => portal.close()));
    await drop();
  });

  it('as a role that row level security does not bind are refused', async () => {
    await expect(openPortal(config, inject('adminUrl'), silentLog)).rejects.toThrow(StartupError);
    await expect(openPortal(config, inject('adminUrl'), silentLog)).rejects.toThrow(
      /DATABASE_URL connects as "postgres"/,
    );
    await admin.query(`create role bypassing login bypassrls password 'bypassing'`);
    const url = new URL(inject('adminUrl'));
    url.username = url.password = 'bypassing';
    await expect(openPortal(config, url.href, silentLog)).rejects.toThrow(/"bypassing", a superuser or BYPASSRLS role/);
    await admin.query('drop role bypassing');
  });
});

async function emptyDatabase(template = 'template1') {
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  await admin.query(`create database ${name} template ${template} owner portal`);
  const [url, superuserUrl] = [inject('ownerUrl'), inject('adminUrl')].map((server) => {
    const at = new URL(server);
    at.pathname = `/${name}`;
    return at.href;
  }) as [string, string];
  return { url, superuserUrl, drop: () => admin.query(`drop database ${name} with (force)`) };
}

/** What PostgreSQL itself says of the tables, in its own words. */
async function describeTables(client: pg.Client) {
  const ask = async (sql: string) => (await client.query(sql)).rows;
  return {
    columns: await ask(
      `select table_name, column_name, data_type, datetime_precision, is_nullable, column_default, generation_expression
       from information_schema.columns where table_schema = 'public' and table_name <> 'migration' order by 1, 2`,
    ),
    indexes: await ask(
      `select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'migration' order by 1`,
    ),
    checks: await ask(
      `select conrelid::regclass::text as table_name, conname, pg_get_constraintdef(oid) as definition from pg_constraint
       where contype = 'c' and connamespace = 'public'::regnamespace order by 1, 2`,
    ),
    policies: await ask(
      `select tablename, policyname, permissive, roles::text, cmd, qual, with_check from pg_policies
       where schemaname = 'public' order by 1, 2`,
    ),
    triggers: await ask(
      `select pg_get_triggerdef(pg_trigger.oid) as definition, prosrc from pg_trigger join pg_proc on pg_proc.oid = tgfoid
       where not tgisinternal order by 1`,
    ),
  };
}
