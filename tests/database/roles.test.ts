import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { scopeSettings, tenantScope } from '../../server/access/scope.ts';
import { StartupError, readConfig } from '../../server/config.ts';
import { makeOrm } from '../../server/database/orm.ts';
import { jobLimits } from '../../server/database/pools.ts';
import { entities } from '../../server/entities.ts';
import { migrations } from '../../server/migrations/index.ts';
import { openPortal } from '../../server/portal.ts';
import { connect, makeDatabase, type TestDatabase } from '../support/database.ts';
import { silentLog } from '../support/log.ts';

let database: TestDatabase;
/** As servers connect. */
let server: pg.Client;

beforeAll(async () => {
  database = await makeDatabase();
  server = await connect(database.url);
});

afterAll(async () => {
  await server.end();
  await database.drop();
});

const start = async (databaseUrl: string, ownerUrl?: string, log = silentLog) => {
  const config = readConfig({
    JWT_SECRET: 'a secret of thirty-two characters or more',
    DATABASE_URL: databaseUrl,
    MIGRATION_DATABASE_URL: ownerUrl,
  });
  const portal = await openPortal(config, databaseUrl, log);
  await portal.close();
};

const at = (url: string, change: Partial<Pick<URL, 'username' | 'password' | 'pathname'>>) =>
  Object.assign(new URL(url), change).href;

describe('with the owner apart, a session as the role of the server', () => {
  it.each([
    'drop policy ticket_select on ticket',
    'alter policy ticket_select on ticket using (true)',
    'create policy everything on ticket using (true)',
    'alter table ticket disable row level security',
    'alter table ticket no force row level security',
    'alter table ticket disable trigger customers_change',
    'drop trigger customers_change on ticket',
    'create or replace function ticket_customers_change_fn() returns trigger language plpgsql as $$ begin return new; end $$',
    'alter table ticket add column mine text',
    'drop table ticket',
    'truncate mail_delivery',
    'create index on ticket (title)',
    'create table mine (id int)',
    'create view mine as select 1',
    'create function mine() returns int language sql as $$ select 1 $$',
    'create schema mine',
    'create table operations.mine (id int)',
    'create table graphile_worker.mine (id int)',
    'alter table graphile_worker._private_jobs disable row level security',
    'truncate operations.throttle',
    `insert into migration (name) values ('9999-mine')`,
    'delete from migration',
    'delete from graphile_worker.migrations',
    'set role portal',
    'set session authorization portal',
    'set session_replication_role = replica',
    'alter role portal_server bypassrls',
  ])('cannot: %s', async (statement) => {
    await expect(server.query(statement)).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|42P17)$/),
    });
  });

  it('reads and writes rows, and enqueues jobs', async () => {
    const id = randomUUID();
    await server.query('begin');
    for (const setting of Object.entries(scopeSettings(tenantScope(id))))
      await server.query('select set_config($1, $2, true)', setting);
    await server.query(`insert into tenant (id, slug, name, created_at) values ($1, 'a-tenant', 'A tenant', now())`, [
      id,
    ]);
    expect((await server.query(`update tenant set name = 'Its name'`)).rowCount).toBe(1);
    expect((await server.query('delete from tenant')).rowCount).toBe(1);
    await server.query('rollback');
    await server.query(`select graphile_worker.add_job('nothing', job_key => 'nothing')`);
    const { rows } = await server.query('select key from graphile_worker.jobs');
    expect(rows).toEqual([{ key: 'nothing' }]);
    await server.query(`select graphile_worker.remove_job('nothing')`);
  });
});

describe('a start', () => {
  it('goes on as one role that owns the tables, and as one that owns nothing where they are up to date', async () => {
    await expect(start(database.ownerUrl)).resolves.toBeUndefined();
    await expect(start(database.url)).resolves.toBeUndefined();
  });

  it('with the owner apart is refused as the owner, or a member of it', async () => {
    await expect(start(database.ownerUrl, database.ownerUrl)).rejects.toThrow(
      /^DATABASE_URL connects as "portal", which owns the table \w+; where MIGRATION_DATABASE_URL is set, it must be a role without such rights$/,
    );
    await withRole('in role portal', async (url, name) => {
      await expect(start(url, database.ownerUrl)).rejects.toThrow(`connects as "${name}", which owns the table`);
    });
  });

  it('with the owner apart is refused as a role that may create tables', async () => {
    await withRole('', async (url, name) => {
      await database.superuser.query(`grant create on schema public to ${name}`);
      await expect(start(url, database.ownerUrl)).rejects.toThrow(
        `connects as "${name}", which may create tables in the schema public`,
      );
      await database.superuser.query(`revoke create on schema public from ${name}`);
    });
  });

  it('as a role without rights is refused, until the owner has granted them', async () => {
    await withRole('', async (url, name) => {
      await expect(start(url)).rejects.toThrow(`DATABASE_URL connects as "${name}", which lacks rights on the table`);
      await start(url, database.ownerUrl);
      await expect(start(url)).resolves.toBeUndefined();
      await database.superuser.query(`revoke insert on message from ${name}`);
      await expect(start(url)).rejects.toThrow('lacks rights on the table message');
    });
  });

  it('as a role that may not migrate is refused on a database that needs it', async () => {
    const { urls, drop } = await emptyDatabase();
    await expect(start(urls.server)).rejects.toThrow(
      `the database needs the migration ${migrations[0]!.name}, which the role "portal_server" of DATABASE_URL may not run; set MIGRATION_DATABASE_URL`,
    );
    await expect(start(urls.server, database.ownerUrl)).rejects.toThrow(
      'MIGRATION_DATABASE_URL and DATABASE_URL do not name the same database',
    );
    await drop();
  });

  it('of an older build is refused on a newer database, in one line', async () => {
    await database.superuser.query(`insert into migration (name) values ('9999-newer')`);
    for (const [url, ownerUrl] of [[database.url, database.ownerUrl], [database.url], [database.ownerUrl]] as const) {
      const refusal = await start(url, ownerUrl).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(StartupError);
      expect((refusal as StartupError).message).toMatch(
        /^the database has been migrated by a newer build .*\(9999-newer\);.*$/,
      );
    }
    await database.superuser.query(`delete from migration where name = '9999-newer'`);
  });
});

describe('a migration of tables in use', () => {
  it('lets other statements pass until it finds them free, and then is done', async () => {
    const { urls, drop } = await emptyDatabase();
    const orm = await makeOrm({ databaseUrl: urls.owner, limits: jobLimits, entities, migrations, log: silentLog });
    await orm.migrator.up({ to: '0009-languages' });
    await orm.close();
    const [reader, writer] = [await connect(urls.owner), await connect(urls.owner)];
    await reader.query('begin; select from ticket');

    let gaveWay = 0;
    const { promise: passed, log } = logThat((line) => line.includes('waits for the statements') && ++gaveWay === 3);
    const migrating = start(urls.owner, undefined, log);
    await passed;
    // behind a migration that does not give way, this would wait for the reader
    for (const table of ['ticket', 'message', 'customer']) await writer.query(`delete from ${table}`);
    const applied = () => writer.query(`select from migration where name = '0010-write-policies'`);
    expect((await applied()).rowCount).toBe(0);

    await reader.query('commit');
    await migrating;
    expect((await applied()).rowCount).toBe(1);
    await Promise.all([reader.end(), writer.end()]);
    await drop();
  });
});

/** A log, and when it has been written what is looked for. */
function logThat(isIt: (line: string) => boolean) {
  let found: () => void;
  const promise = new Promise<void>((resolve) => (found = resolve));
  const log = pino({ level: 'info' }, { write: (line: string) => void (isIt(line) && found()) });
  return { promise, log };
}

/** Runs `work` with a role of its own, gone afterwards. */
async function withRole(options: string, work: (url: string, name: string) => Promise<void>): Promise<void> {
  const name = `role_${randomUUID().replaceAll('-', '')}`;
  await database.superuser.query(`create role ${name} login password 'its own' ${options}`);
  try {
    await work(at(database.url, { username: name, password: 'its own' }), name);
  } finally {
    await database.superuser.query(`drop owned by ${name}; drop role ${name}`);
  }
}

async function emptyDatabase() {
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  const admin = await connect(inject('adminUrl'));
  await admin.query(`create database ${name} owner portal`);
  const pathname = `/${name}`;
  return {
    urls: { server: at(database.url, { pathname }), owner: at(database.ownerUrl, { pathname }) },
    async drop() {
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
