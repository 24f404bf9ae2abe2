import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig, type Config } from '../../server/config.ts';
import { checkAddress } from '../../server/doctor/address-check.ts';
import { checkDatabase } from '../../server/doctor/database-check.ts';
import type { Finding } from '../../server/doctor/finding.ts';
import { checkDisk, checkSecret, checkVersion } from '../../server/doctor/machine-check.ts';
import { checkMail } from '../../server/doctor/mail-check.ts';
import { checkStorage } from '../../server/doctor/storage-check.ts';
import { migrations } from '../../server/migrations/index.ts';
import { startS3 } from '../support/s3.ts';
import { serveHttp, serveHttps, serveTcp } from '../support/outside.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doctor-'));
});

afterAll(() => rm(directory, { recursive: true }));

const configOf = (environment: NodeJS.ProcessEnv): Config =>
  readConfig({ DATA_DIR: directory, JWT_SECRET: 'kN0fJm7qLw2ZtX9vRb4yHs6uQe1cGa8d', ...environment });

const stateOf = (findings: Finding[], subject: string) =>
  findings.find((finding) => finding.subject === subject)?.state;
const database = (url = portal.database.url, more: NodeJS.ProcessEnv = {}) =>
  checkDatabase(configOf({ DATABASE_URL: url, ...more }), migrations);
const changed = (change: Partial<Pick<URL, 'password' | 'port' | 'pathname'>>) =>
  Object.assign(new URL(portal.database.url), change).href;

/** What is wrong, in one line and with something to do about it. */
function failureOf(findings: Finding | Finding[], subject: string): string {
  const finding = [findings].flat().find((each) => each.subject === subject);
  expect(finding).toMatchObject({ state: 'failed', advice: expect.any(String) });
  expect(finding!.text).not.toContain('\n');
  return finding!.text;
}

describe('the doctor finds nothing wrong', () => {
  it('with a database that is as it should be', async () => {
    const findings = await database(undefined, { MIGRATION_DATABASE_URL: portal.database.ownerUrl });
    expect(findings.map(({ subject, state }) => `${subject}: ${state}`)).toEqual([
      'database: ok',
      'role: ok',
      'migrations: ok',
      'clock: ok',
      'jobs: ok',
      'mails: ok',
      'search: ok',
    ]);
  });

  it('with a mail server that takes a test mail, and a sender whom others believe', async () => {
    const config = configOf({ SMTP_URL: portal.mailbox.url, MAIL_FROM: 'Help <help@padma.support>' });
    const findings = await checkMail(config, {
      testAddress: 'me@padma.support',
      dkimSelector: 'mail',
      dns: dns(goodRecords),
    });
    expect(findings.map(({ subject, state }) => `${subject}: ${state}`)).toEqual([
      'mail server: ok',
      'SPF: ok',
      'DKIM: ok',
      'DMARC: ok',
    ]);
    expect(portal.mailbox.to('me@padma.support')).toHaveLength(1);
  });

  it('with a folder or a bucket that files can be written to, and leaves nothing there', async () => {
    expect(await checkStorage(configOf({}))).toMatchObject({ state: 'ok' });
    const s3 = await startS3();
    try {
      expect(await checkStorage(configOf(s3.environment))).toMatchObject({ state: 'ok' });
    } finally {
      await s3.stop();
    }
  });

  it('with this machine', async () => {
    expect(checkVersion()).toMatchObject({ state: 'ok' });
    expect(checkSecret(configOf({}))).toMatchObject({ state: 'ok' });
    expect((await checkDisk(configOf({}))).state).not.toBe('failed');
    const { port } = await serveHttp((_request, response) => response.end('{"status":"ok"}'));
    expect(await checkAddress(configOf({ PUBLIC_URL: `http://127.0.0.1:${port}` }))).toMatchObject({
      state: 'warning',
    });
  });
});

const goodRecords: Record<string, string> = {
  'padma.support': 'v=spf1 mx -all',
  'mail._domainkey.padma.support': 'v=DKIM1; k=rsa; p=MIGf',
  '_dmarc.padma.support': 'v=DMARC1; p=reject',
};

const dns = (records: Record<string, string>) => ({
  resolveTxt: async (name: string) => {
    if (name in records) return [[records[name]!]];
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  },
});

describe('the doctor names, and says what to do about,', () => {
  it('a database that is not there, or does not let the portal in', async () => {
    expect(failureOf(await database(changed({ port: '1' })), 'database')).toMatch(/cannot be used: .*ECONNREFUSED/);
    expect(failureOf(await database(changed({ pathname: '/nothing' })), 'database')).toMatch(
      /"nothing" does not exist/,
    );
    expect(failureOf(await database(changed({ password: 'wrong' })), 'database')).toMatch(
      /password|cannot be used|authentication/,
    );
  });

  it('a database that is silent, or only lets read', async () => {
    const { port } = await serveTcp(() => {});
    expect(failureOf(await database(changed({ port: String(port) })), 'database')).toMatch(/timeout/);
    const { superuser } = portal.database;
    const { rows } = await superuser.query('select current_database() as name');
    await superuser.query(`alter database ${rows[0].name} set default_transaction_read_only = on`);
    try {
      expect(failureOf(await database(), 'database')).toMatch(/only lets read/);
    } finally {
      await superuser.query('set default_transaction_read_only = off');
      await superuser.query(`alter database ${rows[0].name} reset default_transaction_read_only`);
    }
  });

  it('a role that row level security does not bind, or that may change the tables', async () => {
    const owner = await database(portal.database.ownerUrl, { MIGRATION_DATABASE_URL: portal.database.ownerUrl });
    expect(failureOf(owner, 'role')).toMatch(/owns the table/);
    expect(stateOf(await database(portal.database.ownerUrl), 'role')).toBe('warning');
  });

  it('migrations that are missing, or of a newer build', async () => {
    const more = [...migrations, { name: '9999-later', class: migrations[0]!.class }];
    const config = configOf({ DATABASE_URL: portal.database.url });
    expect(failureOf(await checkDatabase(config, more), 'migrations')).toMatch(
      /1 are missing, the first is 9999-later/,
    );
    expect(failureOf(await checkDatabase(config, migrations.slice(0, -1)), 'migrations')).toMatch(/newer build/);
  });

  it('jobs and mails that wait for too long, or have failed for good', async () => {
    const { superuser } = portal.database;
    await superuser.query(
      `select graphile_worker.add_job('deleteExpiredSessions', run_at => now() - interval '1 hour')`,
    );
    await superuser.query(
      `insert into operations.mail_task (tenant_id, event_sequence, due_at) values (gen_random_uuid(), 1, 'infinity')`,
    );
    const findings = await database();
    expect(failureOf(findings, 'jobs')).toMatch(/1 wait, the oldest that is due for 3\d{3} seconds/);
    expect(stateOf(findings, 'mails')).toBe('warning');
    await superuser.query('delete from graphile_worker._private_jobs; delete from operations.mail_task');
  });

  it('a mail server that is not there, is none, or takes no mail', async () => {
    const at = (port: number) => configOf({ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'help@padma.support' });
    const look = async (config: Config, testAddress?: string) =>
      checkMail(config, { testAddress, dns: dns(goodRecords) });
    expect(failureOf(await look(at(1)), 'mail server')).toMatch(/ECONNREFUSED/);
    const { port } = await serveTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(failureOf(await look(at(port)), 'mail server')).toMatch(/cannot be used/);
    portal.mailbox.refusing = 550;
    const refused = await look(
      configOf({ SMTP_URL: portal.mailbox.url, MAIL_FROM: 'help@padma.support' }),
      'me@padma.support',
    );
    portal.mailbox.refusing = false;
    expect(failureOf(refused, 'mail server')).toMatch(/Come back later/);
    expect((await look(configOf({})))[0]).toMatchObject({
      state: 'warning',
      text: expect.stringContaining('SMTP_URL'),
    });
  });

  it.each([
    ['sender', { MAIL_FROM: 'nobody' }, {}, 'failed', /has no address/],
    ['sender', { MAIL_FROM: 'help@portal.localhost' }, {}, 'failed', /no domain/],
    ['SPF', {}, { 'padma.support': 'google-site-verification=1' }, 'warning', /names no servers/],
    ['SPF', {}, { 'padma.support': 'v=spf1 +all' }, 'failed', /every server/],
    ['DKIM', {}, {}, 'failed', /no key at mail\._domainkey/],
    ['DKIM', {}, { 'mail._domainkey.padma.support': 'v=DKIM1; p=' }, 'failed', /revoked/],
    ['DMARC', {}, {}, 'warning', /does not say/],
    ['DMARC', {}, { '_dmarc.padma.support': 'v=DMARC1; p=none' }, 'warning', /lets everybody/],
  ] as const)('%s with %o and %o', async (subject, environment, records, state, text) => {
    const config = configOf({ SMTP_URL: portal.mailbox.url, MAIL_FROM: 'help@padma.support', ...environment });
    const findings = await checkMail(config, { dkimSelector: 'mail', dns: dns(records) });
    expect(findings.find((finding) => finding.subject === subject)).toMatchObject({
      state,
      text: expect.stringMatching(text),
      advice: expect.any(String),
    });
  });

  it('a folder that cannot be one, and a bucket that does not answer or is not there', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    expect(failureOf(await checkStorage(configOf({ DATA_DIR: join(file, 'data') })), 'storage')).toMatch(
      /cannot be kept/,
    );
    const s3 = await startS3();
    try {
      expect(failureOf(await checkStorage(configOf({ ...s3.environment, S3_BUCKET: 'another' })), 'storage')).toMatch(
        /cannot be kept/,
      );
      s3.fault = 'down';
      expect(failureOf(await checkStorage(configOf(s3.environment)), 'storage')).toMatch(/cannot be kept/);
    } finally {
      await s3.stop();
    }
  });

  it('an address where nothing answers, something else does, or the certificate is wrong', async () => {
    const look = (PUBLIC_URL: string) => checkAddress(configOf({ PUBLIC_URL }));
    expect(failureOf(await look('http://127.0.0.1:1'), 'public address')).toMatch(/cannot be reached/);
    expect(failureOf(await look('https://nothing.invalid'), 'public address')).toMatch(/not in the DNS/);
    const other = await serveHttp((_request, response) => response.writeHead(404).end('Nothing here'));
    expect(failureOf(await look(`http://127.0.0.1:${other.port}`), 'public address')).toMatch(
      /something else answers .* \(404\)/,
    );
    const secure = await serveHttps((_request, response) => response.end('{"status":"ok"}'));
    expect(failureOf(await look(`https://127.0.0.1:${secure.port}`), 'public address')).toMatch(/no valid certificate/);
  });

  it('a machine that is too old, a folder that is not there or full of nothing, and a secret that is guessed', async () => {
    expect(failureOf(checkVersion('20.11.0'), 'Node.js')).toMatch(/too old/);
    expect(failureOf(checkVersion('22.1.0'), 'Node.js')).toMatch(/too old/);
    expect(failureOf(await checkDisk(configOf({ DATA_DIR: join(directory, 'nothing') })), 'disk')).toMatch(
      /cannot be looked at/,
    );
    expect(failureOf(checkSecret(configOf({ JWT_SECRET: 'abcabcabcabcabcabcabcabcabcabcabcabc' })), 'secret')).toMatch(
      /easily guessed/,
    );
    expect(checkSecret(readConfig({ DATA_DIR: directory }))).toMatchObject({ state: 'warning' });
  });
});
