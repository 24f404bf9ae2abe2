import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/embedded-postgres/embedded-postgres.ts';
import { isRunning } from '../../server/embedded-postgres/processes.ts';
import { openPortal } from '../../server/portal.ts';
import { silentLog } from '../support/log.ts';

const source = new URL('../../server/embedded-postgres/embedded-postgres.ts', import.meta.url);

let directory: string;
let database: EmbeddedPostgres;

const start = (owner: string): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ directory, owner, durable: false, log: () => undefined });

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}

/** Another process that starts the database and can be killed. */
async function startElsewhere(): Promise<{ kill(): Promise<void> }> {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(source.href)});
    await startEmbeddedPostgres({ directory: process.argv[1], owner: 'elsewhere', durable: false, log() {} });
    console.log('started');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    async kill() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

beforeAll(async () => {
  const parent = await mkdtemp(join(tmpdir(), "portal's own "));
  // open to the system user that PostgreSQL runs as when we are root
  await chmod(parent, 0o755);
  directory = join(parent, 'postgres');
  database = await start('the first');
});

afterAll(async () => {
  await database.remove();
  await rm(dirname(directory), { recursive: true });
});

describe('the embedded PostgreSQL', () => {
  it('gives the owner of the database another ordinary role', async () => {
    const [owner, unsafe] = await query(
      database.ownerUrl,
      `select rolname, rolsuper or rolbypassrls from pg_roles join pg_database on datdba = pg_roles.oid
       where datname = current_database() and rolname = current_user`,
    );
    expect(unsafe).toBe(false);
    expect(await query(database.url, 'select current_user')).not.toEqual([owner]);
    await expect(query(database.url, 'create table mine (id int)')).rejects.toThrow(
      'permission denied for schema public',
    );
  });

  it('gives the portal an ordinary role, which row level security binds, and the extensions it needs', async () => {
    expect(
      await query(database.url, 'select rolsuper or rolbypassrls from pg_roles where rolname = current_user'),
    ).toEqual([false]);
    expect(await query(database.url, `select similarity('pg', 'pg')`)).toEqual([1]);
  });

  it('refuses a second start in the same folder, and names the first', async () => {
    await expect(start('the second')).rejects.toThrow(`${directory} is in use by the first`);
    expect(await query(database.url, 'select 1')).toEqual([1]);
  });

  it('takes over from a process that was killed, with all that was committed', async () => {
    await query(database.ownerUrl, 'create table kept as select 42 as answer');
    await database.stop();
    const killed = await startElsewhere();
    const orphan = (await readFile(join(directory, 'owner'), 'utf8')).split(' ')[0]!;
    await killed.kill();
    expect(await isRunning(orphan)).toBe(false);
    database = await start('the heir');
    expect(await query(database.ownerUrl, 'select answer from kept')).toEqual([42]);
  });

  it('does not mistake another program for a server, when that has the pid of one that was killed', async () => {
    const [data] = await query(database.adminUrl, 'show data_directory');
    await database.stop();
    await writeFile(join(String(data), 'postmaster.pid'), `${process.pid}\n`);
    database = await start('the next');
    expect(await query(database.ownerUrl, 'select answer from kept')).toEqual([42]);
  });

  it('gives a folder of a build with one role the second one, which the owner lets use its tables', async () => {
    const open = async () => {
      const config = readConfig({
        JWT_SECRET: 'a secret of thirty-two characters or more',
        DATABASE_URL: database.url,
        MIGRATION_DATABASE_URL: database.ownerUrl,
      });
      const portal = await openPortal(config, database.url, silentLog);
      await portal.close();
    };
    const [data] = await query(database.adminUrl, 'show data_directory');
    const passwords = join(dirname(String(data)), 'passwords.json');
    const { server: _server, ...former } = JSON.parse(await readFile(passwords, 'utf8'));
    await query(database.adminUrl, 'drop role portal_server');
    const alone = readConfig({ JWT_SECRET: 'a secret of thirty-two characters or more' });
    await (await openPortal(alone, database.ownerUrl, silentLog)).close();
    await database.stop();
    await writeFile(passwords, JSON.stringify(former));
    database = await start('the newer build');
    await open();
    expect(await query(database.url, 'select count(*)::int from ticket')).toEqual([0]);

    // and where its password was lost, another
    await database.stop();
    await writeFile(passwords, JSON.stringify(former));
    database = await start('the next one');
    await open();
  });
});
