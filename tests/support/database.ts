import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { openPortal } from '../../server/portal.ts';
import { silentLog } from './log.ts';

const template = 'portal_template';
const lock = 1_042;

/** A database of its own, migrated, made from a template that the first test of the run prepares. */
export interface TestDatabase {
  /** As the portal connects: a role that owns nothing. */
  url: string;
  /** As the owner of the tables, who migrates them. */
  ownerUrl: string;
  /** Past row level security, to arrange and to look behind the API. */
  superuser: pg.Client;
  drop(): Promise<void>;
}

export async function makeDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = await connect(inject('adminUrl'));
  await prepareTemplate(admin);
  await admin.query(`create database ${name} template ${template} owner portal`);
  const superuser = await connect(urlOf(inject('adminUrl'), name));
  return {
    url: urlOf(inject('portalUrl'), name),
    ownerUrl: urlOf(inject('ownerUrl'), name),
    superuser,
    async drop() {
      await superuser.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

async function prepareTemplate(admin: pg.Client): Promise<void> {
  await admin.query('select pg_advisory_lock($1)', [lock]);
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return;
    const draft = `${template}_draft`;
    await admin.query(`create database ${draft} owner portal`);
    const databaseUrl = urlOf(inject('portalUrl'), draft);
    const config = readConfig({
      JWT_SECRET: 'a secret that only migrates the template',
      DATABASE_URL: databaseUrl,
      MIGRATION_DATABASE_URL: urlOf(inject('ownerUrl'), draft),
    });
    const portal = await openPortal(config, databaseUrl, silentLog);
    await portal.close();
    await untilUnused(admin, draft);
    await admin.query(`alter database ${draft} rename to ${template}`);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [lock]);
  }
}

/** A connection that has been given up ends when PostgreSQL comes to it. */
async function untilUnused(admin: pg.Client, database: string): Promise<void> {
  while ((await admin.query('select from pg_stat_activity where datname = $1', [database])).rowCount);
}

export async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  // a run that ends early takes the server away under it
  client.on('error', () => {});
  await client.connect();
  return client;
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
