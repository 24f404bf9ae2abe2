import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readKeyring, renewStoredSecret } from '../server/access/keyring.ts';
import { StartupError, readConfig } from '../server/config.ts';
import { startPortal } from './support/portal.ts';

const secret = 'a secret of more than thirty-two characters';
const production = {
  NODE_ENV: 'production',
  JWT_SECRET: secret,
  PUBLIC_URL: 'https://portal.test',
  SMTP_URL: 'smtp://mail.portal.test:587',
};

/** Why a portal with these variables does not start. */
function refusal(environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof StartupError) return error.message;
    throw error;
  }
  return 'not refused';
}

describe('a start with a bad value', () => {
  it.each([
    ['PORT', 'eighty', 'must be a'],
    ['PORT', '70000', '0 to 65535'],
    ['PORT', '-1', '0 to 65535'],
    ['PORT', '80.5', '0 to 65535'],
    ['PUBLIC_URL', 'portal.test', 'must be a URL starting with http:// or https://'],
    ['PUBLIC_URL', 'ftp://portal.test', 'must be a URL starting with http:// or https://'],
    ['DATABASE_URL', 'mysql://somebody:geheim@127.0.0.1/portal', 'must be a URL starting with postgres://'],
    ['MIGRATION_DATABASE_URL', 'mysql://somebody:geheim@127.0.0.1/portal', 'must be a URL starting with postgres://'],
    ['DATABASE_POOL', '1', '2 to 500'],
    ['DATABASE_POOL', 'many', 'must be a'],
    ['SMTP_URL', 'mail.portal.test:25', 'must be a URL starting with smtp:// or smtps://'],
    ['SMTP_URL', 'http://somebody:geheim@mail.portal.test', 'must be a URL starting with smtp:// or smtps://'],
    ['JWT_SECRET', 'geheim', 'must be at least 32 characters long'],
    ['JWT_SECRETS_ACCEPTED', `${'x'.repeat(32)}, geheim`, 'must be at least 32 characters long'],
    ['LOG_LEVEL', 'loud', 'info'],
    ['TRUST_PROXY', 'perhaps', 'true'],
    ['EGRESS_ALLOW', '0.0.0.0/0', 'none wider than /8'],
    ['EGRESS_ALLOW', '10.0.0.1', 'must be a list of address ranges'],
    ['SECURITY_CONTACT', 'security@portal.test', 'must be an address as mailto:…@…, or a URL starting with https://'],
    ['SECURITY_CONTACT', 'mailto:security@portal.test\nExpires: never', 'must be an address as mailto:'],
  ])('names %s=%s in one line that says what is wrong', (name, value, rule) => {
    const message = refusal({ [name]: value });
    expect(message).toMatch(new RegExp(`^${name} `));
    expect(message).toContain(rule);
    expect(message).not.toContain('\n');
    expect(message).not.toContain('geheim');
  });

  it.each(['JWT_SECRET', 'PUBLIC_URL', 'SMTP_URL'])('is refused in production without %s', (name) => {
    expect(refusal(production)).toBe('not refused');
    for (const value of ['', undefined])
      expect(refusal({ ...production, [name]: value })).toMatch(new RegExp(`^${name} must be set in production`));
  });

  it.each([
    [{ PUBLIC_URL: 'http://portal.test' }, 'PUBLIC_URL must start with https:// in production'],
    [{ PUBLIC_URL: 'http://localhost.portal.test' }, 'PUBLIC_URL must start with https:// in production'],
    [{ JWT_SECRET: 'x'.repeat(64) }, 'JWT_SECRET is easily guessed'],
    [{ JWT_SECRET: 'portal-help-'.repeat(4) }, 'JWT_SECRET is easily guessed'],
    [{ METRICS_TOKEN: '0123456789'.repeat(4) }, 'METRICS_TOKEN is easily guessed'],
    [{ METRICS_TOKEN: secret }, 'JWT_SECRET is also in METRICS_TOKEN'],
    [{ JWT_SECRETS_ACCEPTED: 'x'.repeat(64) }, 'JWT_SECRETS_ACCEPTED is easily guessed'],
    [
      { DATABASE_URL: `postgres://portal:${encodeURIComponent(secret)}@db/portal` },
      'JWT_SECRET is also in DATABASE_URL',
    ],
    [{ SMTP_URL: 'smtp://mail.portal.test?ignoreTLS=true' }, 'SMTP_URL turns encryption off'],
    [{ SMTP_URL: 'smtp://mail.portal.test?requireTLS=false' }, 'SMTP_URL turns encryption off'],
  ])('is refused in production, and only there, with %o', (variables, rule) => {
    const message = refusal({ ...production, ...variables });
    expect(message).toContain(rule);
    expect(message).not.toContain('\n');
    expect(message).not.toContain(secret);
    expect(refusal({ ...production, ...variables, NODE_ENV: undefined })).toBe('not refused');
  });

  it.each([
    [{ PUBLIC_URL: 'http://localhost:4000' }, true],
    [{ PUBLIC_URL: 'http://portal.localhost' }, true],
    [{ SMTP_URL: 'smtps://mail.portal.test' }, true],
    [{ SMTP_URL: 'smtp://127.0.0.1:25' }, false],
    [{ SMTP_URL: 'smtp://localhost:25?ignoreTLS=true' }, false],
    [{ SMTP_URL: 'smtp://mail:25', SMTP_UNENCRYPTED: 'true' }, false],
  ])('is not refused with %o, and mails are encrypted or not sent: %s', (variables, demanded) => {
    expect(readConfig({ ...production, ...variables }).smtpDemandsTls).toBe(demanded);
  });

  it('is refused with an owner of the database and no address for the server', () => {
    expect(refusal({ MIGRATION_DATABASE_URL: 'postgres://owner@127.0.0.1/portal' })).toMatch(
      /^DATABASE_URL must be set/,
    );
  });

  it('takes an empty value for an unset one', () => {
    const names = [
      'HOST',
      'PORT',
      'PUBLIC_URL',
      'DATABASE_URL',
      'SMTP_URL',
      'DATA_DIR',
      'JWT_SECRET',
      'TRUST_PROXY',
      'EGRESS_ALLOW',
    ];
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readConfig({}));
  });
});

describe('the generated signing secret', () => {
  it('is kept in the data directory, readable for its owner only, and still holds after a restart', async () => {
    const portal = await startPortal();
    try {
      const customer = await (await portal.world.tenant()).customer();
      const path = join(portal.app.portal.config.dataDirectory, 'jwt-secret');
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await readFile(path, 'utf8')).length).toBeGreaterThanOrEqual(32);
      const restarted = await portal.secondServer();
      expect(await customer.at(restarted.url).get('{ viewer { id } }')).toEqual({ viewer: { id: customer.id } });
    } finally {
      await portal.stop();
    }
  });

  it('can be replaced three times before the first is not accepted any more', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'portal-data-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const config = readConfig({ DATA_DIR: directory });
    const { current: first } = await readKeyring(config);
    for (let count = 0; count < 3; count++) await renewStoredSecret(config);
    const keyring = await readKeyring(config);
    expect(keyring.current.id).not.toBe(first.id);
    expect(keyring.find(first.id)).toBeDefined();
    await renewStoredSecret(config);
    expect((await readKeyring(config)).find(first.id)).toBeUndefined();
    expect(await readdir(directory)).toEqual(['jwt-secret']);
    expect((await stat(join(directory, 'jwt-secret'))).mode & 0o777).toBe(0o600);
  });

  it('is another one in every data directory', async () => {
    const [first, second] = await Promise.all([startPortal(), startPortal()]);
    try {
      const customer = await (await first.world.tenant()).customer();
      const { errors } = await customer.at(second.url).ask('{ viewer { id } }');
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    } finally {
      await Promise.all([first.stop(), second.stop()]);
    }
  });

  it('is one secret for all servers that start at once over one data directory', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'portal-data-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const config = readConfig({ DATA_DIR: join(directory, 'not yet there') });
    const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => readKeyring(config)));
    expect(others.every(({ current }) => current.id === first!.current.id)).toBe(true);
    expect(await readdir(config.dataDirectory)).toEqual(['jwt-secret']);
  });
});
