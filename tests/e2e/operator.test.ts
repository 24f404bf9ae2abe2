import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import { Visitor } from '../sessions/visitor.ts';

// the commands of the built output, over the database of a portal that runs

const secret = 'a secret that the commands and the portal share';
const portal = usePortal({ JWT_SECRET: secret });
const password = 'a password nobody has used';
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'operator-'));
});

afterAll(() => rm(directory, { recursive: true }));

const operator = (...args: string[]) => run('operator.js', ...args);

async function run(program: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: portal.database.url,
    PUBLIC_URL: 'http://portal.test',
    JWT_SECRET: secret,
    DATA_DIR: directory,
  };
  try {
    const output = await promisify(execFile)(process.execPath, [`dist/server/${program}`, ...args], { env });
    return { code: 0, ...output };
  } catch (error) {
    return error as never;
  }
}

const hilltop = ['--slug', 'hilltop', '--name', 'Hilltop Clinic'];

describe('the commands of those who run the portal', () => {
  it('create a tenant and invite its first admin, who can sign in with the printed link', async () => {
    expect(await operator('tenant:create', ...hilltop, '--time-zone', 'Asia/Dhaka')).toMatchObject({ code: 0 });
    expect(await operator('tenant:create', ...hilltop)).toMatchObject({
      code: 1,
      stderr: 'Another organisation has this address.\n',
    });
    const admin = ['--tenant', 'hilltop', '--email', 'desk@hilltop.example', '--name', 'Front desk'];
    const { stdout } = await operator('user:invite', ...admin);
    const token = /http:\/\/hilltop\.portal\.test\/accept-invitation#token=(\S+)/.exec(stdout)![1]!;
    const { session, userErrors } = await portal.nobody.verb('invitationAccept', { input: { token, password } });
    expect(userErrors).toEqual([]);
    const { viewer } = await new ApiClient(portal.url, session.accessToken).get('{ viewer { role timeZone } }');
    expect(viewer).toEqual({ role: 'ADMIN', timeZone: 'Asia/Dhaka' });
  });

  it('encrypt with the newest secret what was encrypted with another', async () => {
    const { stdout } = await operator('keys:rotate');
    expect(stdout).toMatch(/^0 texts were encrypted with a former secret/);
    expect(stdout).toContain('after 90 days');
  });

  it('suspend a tenant: everybody is signed out, and nobody signs in until it is resumed', async () => {
    const tenant = await portal.world.tenant();
    const slug = tenant.tenant.slug;
    const customer = await tenant.customer();
    const elsewhere = await (await portal.world.tenant()).customer();
    const socket = await customer.openSocket();
    expect(await operator('tenant:suspend', '--slug', slug)).toMatchObject({ code: 0 });
    expect(await socket.closed).toBe(4403);
    const { errors } = await customer.ask('{ viewer { id } }');
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const visitor = new Visitor(portal.url, `${slug}.portal.test`);
    expect((await visitor.signIn({ email: customer.email })).userErrors).toMatchObject([
      { code: 'WRONG_STATE', message: expect.stringContaining('is suspended') },
    ]);
    expect(await visitor.ask('{ portal { suspended tenant { slug } } }')).toEqual({
      portal: { suspended: true, tenant: { slug } },
    });
    expect((await elsewhere.ask('{ viewer { id } }')).data.viewer.id).toBe(elsewhere.id);
    expect((await operator('tenant:list')).stdout).toMatch(new RegExp(`^${slug}\tsuspended\t`, 'm'));
    expect(await operator('tenant:resume', '--slug', slug)).toMatchObject({ code: 0 });
    expect((await visitor.signIn({ email: customer.email })).userErrors).toEqual([]);
  });

  it('print a link with which the next organisation is set up', async () => {
    const { stdout } = await operator('setup-link');
    const token = /^http:\/\/portal\.test\/set-up#token=(\S+)$/m.exec(stdout)![1]!;
    const { setupLink } = await portal.nobody.get('query($token: String!) { setupLink(token: $token) { state } }', {
      token,
    });
    expect(setupLink).toEqual({ state: 'GOOD' });
  });

  it('say what is wrong with everything that the portal needs, and what to do', async () => {
    const { code, stdout } = await run('doctor.js');
    expect(code).toBe(1);
    for (const line of [
      /^ok +Node\.js +2\d/m,
      /^ok +role /m,
      /^ok +migrations /m,
      /^ok +storage /m,
      /^WARNING +mail server /m,
    ])
      expect(stdout).toMatch(line);
    expect(stdout).toMatch(
      /^FAILED +public address +http:\/\/portal\.test cannot be reached from here: .+\n +Check PUBLIC_URL/m,
    );
    expect(stdout).not.toContain(secret);
    const { stdout: json } = await run('doctor.js', '--json');
    expect(JSON.parse(json)).toContainEqual(expect.objectContaining({ subject: 'database', state: 'ok' }));
  });

  it.each([
    [[], 'One of:'],
    [['tenant:create', '--name', 'X'], '--slug is required'],
    [['tenant:create', '--slug', 'www', '--name', 'X'], 'slug must be'],
    [['tenant:suspend', '--slug', 'nobody'], 'There is no tenant "nobody"'],
    [['tenant:list', '--all'], 'Usage: tenant:list'],
    [['user:invite', '--tenant', 'hilltop', '--email', 'x', '--name', 'X'], 'valid email address'],
    [
      ['user:invite', '--tenant', 'hilltop', '--email', 'x@portal.test', '--name', 'X', '--role', 'boss'],
      '--role must be',
    ],
  ])('say in a line what is wrong: %j', async (args, message) => {
    const { code, stderr } = await operator(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});
