import 'reflect-metadata';
import { createSecretKey } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetExpired } from '../../server/jobs/housekeeping.ts';
import { LinkTokens } from '../../server/accounts/link-tokens.ts';
import { ApiClient } from '../support/api.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';
import { linkIn, lookAt, scan, tokenIn, tokensTo } from './emailed-links.ts';
import { Visitor } from './visitor.ts';

const newPassword = 'a password nobody has used';

let portal: TestPortal;
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  portal = await startPortal();
  tenant = await portal.world.tenant({ name: 'Northern Lights Internet' });
  await portal.world.tenant();
});

beforeEach(async () => {
  portal.mailbox.mails.length = 0;
  await portal.database.superuser.query('truncate operations.throttle');
  customer = await tenant.customer();
});

afterAll(() => portal.stop());

const ask = (email = customer.email, slug: string | null = tenant.tenant.slug) =>
  portal.nobody.verb('passwordResetRequest', { input: { email, tenant: slug } });

/** The token of a link mailed to the customer just now. */
async function mailed(): Promise<string> {
  await ask();
  return (await tokensTo(portal, customer.email)).at(-1)!;
}

const reset = (token: string, given = newPassword) =>
  portal.nobody.verb('passwordReset', { input: { token, newPassword: given } });

const signInCode = async (given: string) =>
  (
    await new Visitor(portal.url).signIn({ email: customer.email, tenant: customer.tenantSlug, password: given })
  ).userErrors.map(({ code }) => code);

const age = (interval: string) =>
  portal.database.superuser.query(
    `update account_link set created_at = created_at - $1::interval, expires_at = expires_at - $1::interval`,
    [interval],
  );

const useless = (message: string) => ({
  session: null,
  userErrors: [{ code: 'WRONG_STATE', field: 'input.token', message }],
});
const used = useless('The link has been used. Sign in with your password, or ask for a new link.');
const expired = useless('The link has expired. Ask for a new one.');
const unknown = {
  session: null,
  userErrors: [{ code: 'NOT_FOUND', field: 'input.token', message: 'There is no such link.' }],
};

describe('asking for a new password', () => {
  it('mails a link, and changes nothing yet', async () => {
    const token = await mailed();
    expect(portal.mailbox.to(customer.email)).toHaveLength(1);
    expect(await lookAt(portal.nobody, token)).toMatchObject({ kind: 'PASSWORD_RESET', state: 'GOOD' });
    expect(await signInCode(password)).toEqual([]);
  });

  it('is answered in the same way for an address that belongs to nobody, to somebody gone, or to another tenant', async () => {
    const gone = await tenant.agent();
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [gone.id]);
    const elsewhere = await (await portal.world.tenant()).customer();
    const answers = [
      await ask(),
      await ask('nobody@portal.test'),
      await ask(gone.email),
      await ask(elsewhere.email),
      await ask('not an address'),
      await ask(customer.email, 'no-such-tenant'),
    ];
    expect(answers).toEqual(answers.map(() => ({ userErrors: [] })));
    await portal.settle();
    expect(portal.mailbox.mails.map(({ to }) => [to].flat()[0]!.text)).toEqual([
      expect.stringContaining(customer.email),
    ]);
  });

  it('leaves the same traces for addresses known and unknown until a job looks', async () => {
    const traces = async () => {
      const { rows } = await portal.database.superuser.query(
        `select identifier, (select array_agg(key order by key) from json_object_keys(payload) key) as keys
         from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = task_id`,
      );
      const counts = await portal.database.superuser.query(
        'select (select count(*) from account_link) as links, (select count(*) from mail_delivery) as mails',
      );
      return { rows, counts: counts.rows };
    };
    const before = (await traces()).counts;
    await ask();
    const known = await traces();
    await portal.database.superuser.query('delete from graphile_worker._private_jobs');
    await ask('nobody@portal.test');
    expect(await traces()).toEqual(known);
    expect(known.counts).toEqual(before);
    await portal.database.superuser.query('delete from graphile_worker._private_jobs');
  });

  it('takes the address in any case, with spaces around it', async () => {
    await ask(` ${customer.email.toUpperCase()} `);
    expect(await tokensTo(portal, customer.email)).toHaveLength(1);
  });

  it('needs to be told the tenant where the address of the portal tells none', async () => {
    expect(await ask(customer.email, null)).toEqual({
      userErrors: [{ code: 'REQUIRED', field: 'input.tenant', message: 'Say which tenant you belong to.' }],
    });
  });

  it('can be done five times in a quarter of an hour for one account, known or not, at all servers together', async () => {
    const second = new ApiClient((await portal.secondServer()).url);
    for (const email of [customer.email, 'nobody@portal.test']) {
      const input = { email, tenant: tenant.tenant.slug };
      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map((count) => (count % 2 ? second : portal.nobody).verb('passwordResetRequest', { input })),
      );
      expect(answers).toEqual(answers.map(() => ({ userErrors: [] })));
      for (const server of [portal.nobody, second]) {
        expect(await server.refusal('passwordResetRequest', { input })).toEqual({
          code: 'TOO_MANY_ATTEMPTS',
          field: null,
          message: expect.stringMatching(/^Too many requests for a new password\. Try again in \d+ minutes?\.$/),
        });
      }
    }
    expect(await tokensTo(portal, customer.email)).toHaveLength(5);
  });

  it('can be done thirty times in a quarter of an hour from one address', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(`nobody-${index}@portal.test`)));
    expect(answers).toEqual(answers.map(() => ({ userErrors: [] })));
    expect(await ask()).toMatchObject({ userErrors: [{ code: 'TOO_MANY_ATTEMPTS' }] });
    expect(await tokensTo(portal, customer.email)).toEqual([]);
  });

  it('does not keep anybody from signing in', async () => {
    await Promise.all(Array.from({ length: 6 }, () => ask()));
    expect(await signInCode(password)).toEqual([]);
  });
});

describe('the link', () => {
  it('is built from the configuration, whatever headers claim', async () => {
    const trusting = await startPortal({ TRUST_PROXY: 'true' });
    try {
      const person = await (await trusting.world.tenant()).customer();
      const forged = [
        new Visitor(trusting.url, 'evil.test'),
        new Visitor(trusting.url, `${person.tenantSlug}.portal.test`, { 'x-forwarded-host': 'evil.test' }),
        new Visitor(trusting.url, 'portal.test', {
          'x-forwarded-host': `${person.tenantSlug}.portal.test, evil.test`,
          'x-forwarded-proto': 'gopher',
          'x-forwarded-port': '666',
          forwarded: 'host=evil.test',
          origin: 'http://evil.test',
          referer: 'http://evil.test/',
        }),
      ];
      for (const visitor of forged) {
        await visitor.ask(
          'mutation($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input) { userErrors { code } } }',
          { input: { email: person.email, tenant: person.tenantSlug } },
        );
      }
      await trusting.settle();
      const mails = trusting.mailbox.to(person.email);
      expect(mails).toHaveLength(forged.length);
      for (const mail of mails) {
        const { origin, pathname, search } = linkIn(mail);
        expect(`${origin}${pathname}${search}`).toBe(`http://${person.tenantSlug}.portal.test/reset-password`);
        expect(`${mail.text}${String(mail.html)}${mail.subject}`).not.toContain('evil');
      }
    } finally {
      await trusting.stop();
    }
  });

  it('leads to the tenant’s own domain, where it has one', async () => {
    const person = await (await portal.world.tenant({ domain: 'help.northern.example' })).customer();
    await ask(person.email, person.tenantSlug);
    await portal.settle();
    expect(linkIn(portal.mailbox.to(person.email)[0]).origin).toBe('http://help.northern.example');
  });

  it('is not spent by a scanner that opens it fifty times with GET and with HEAD', async () => {
    await ask();
    await portal.settle();
    const link = linkIn(portal.mailbox.to(customer.email)[0]);
    const token = tokenIn(portal.mailbox.to(customer.email)[0]);
    await scan(
      portal,
      link,
      `passwordReset(input: { token: "${token}", newPassword: "chosen by a scanner" }) { userErrors { code } }`,
    );
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    expect(await signInCode('chosen by a scanner')).toEqual(['INVALID_CREDENTIALS']);
    expect(await reset(token)).toMatchObject({ userErrors: [], session: { viewer: { id: customer.id } } });
  });

  it('can be looked at without being spent: what it is for, until when, and whose it is in part', async () => {
    const before = Date.now();
    const token = await mailed();
    for (let count = 0; count < 3; count++) {
      const { expiresAt, ...link } = await lookAt(portal.nobody, token);
      expect(link).toEqual({
        kind: 'PASSWORD_RESET',
        state: 'GOOD',
        email: 'c•••@portal.test',
        name: null,
        locale: 'en',
      });
      expect(Date.parse(expiresAt)).toBeGreaterThanOrEqual(before + 60 * 60 * 1_000);
      expect(Date.parse(expiresAt)).toBeLessThan(Date.now() + 60 * 60 * 1_000);
    }
  });

  it('is good for one hour', async () => {
    const token = await mailed();
    await age('59 minutes');
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    await age('1 minute');
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'EXPIRED' });
    expect(await reset(token)).toEqual(expired);
    expect(await signInCode(password)).toEqual([]);
  });

  it('is nothing to somebody who invents one, changes one, or has only the database', async () => {
    const token = await mailed();
    const { rows } = await portal.database.superuser.query(
      'select id, tenant_id from account_link where user_id = $1',
      [customer.id],
    );
    const { id, tenant_id: tenantId } = rows[0];
    const withAnotherSecret = new LinkTokens(createSecretKey('a secret that is not the one of this portal', 'utf8'));
    const ours = portal.app.portal.linkTokens;
    const flipped = token.slice(0, -2) + (token.endsWith('A') ? 'B' : 'A') + token.at(-1);
    const inventions = [
      'x',
      id,
      withAnotherSecret.make({ id, tenantId }),
      ours.make({ id: uuid(), tenantId }),
      ours.make({ id, tenantId: uuid() }),
      flipped,
      `${token}A`,
      `${token}=`,
      ` ${token}`,
      token.slice(0, -1),
      `${token.slice(0, 40)}\u00e9${token.slice(41)}`,
    ];
    for (const invention of inventions) {
      expect(await lookAt(portal.nobody, invention)).toBeNull();
      expect(await reset(invention), invention).toEqual(unknown);
    }
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
  });

  it('is nothing any more once its user is deactivated', async () => {
    const token = await mailed();
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [customer.id]);
    expect(await lookAt(portal.nobody, token)).toBeNull();
    expect(await reset(token)).toEqual(unknown);
  });

  it('accepts no invitation', async () => {
    const token = await mailed();
    expect(
      await portal.nobody.verb('invitationAccept', { input: { token, password: newPassword, name: 'Intruder' } }),
    ).toEqual(unknown);
  });

  it('is told apart from an invented one for thirty days after it has expired, and then forgotten', async () => {
    const token = await mailed();
    await age('30 days');
    await forgetExpired(portal.app.portal, null);
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'EXPIRED' });
    await age('2 hours');
    await forgetExpired(portal.app.portal, null);
    expect(await lookAt(portal.nobody, token)).toBeNull();
  });
});

describe('choosing a new password by the link', () => {
  it('sets it, and signs in as signing in does', async () => {
    const token = await mailed();
    const visitor = new Visitor(portal.url);
    const { passwordReset } = await visitor.ask<any>(
      'mutation($input: PasswordResetInput!) { passwordReset(input: $input) { session { accessToken viewer { id } } userErrors { code } } }',
      { input: { token, newPassword } },
    );
    expect(passwordReset).toMatchObject({ session: { viewer: { id: customer.id } }, userErrors: [] });
    expect((await visitor.refresh()).session?.viewer.id).toBe(customer.id);
    expect(await signInCode(newPassword)).toEqual([]);
    expect(await signInCode(password)).toEqual(['INVALID_CREDENTIALS']);
  });

  it('ends all sessions of the user with their sockets at every server', async () => {
    const second = await portal.secondServer();
    const sockets = await Promise.all(
      [customer, new ApiClient(second.url, customer.accessToken)].map((client) => client.openSocket()),
    );
    const { session } = await reset(await mailed());
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect((await customer.ask('{ viewer { id } }')).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    const { sessions } = await new ApiClient(portal.url, session.accessToken).get('{ sessions { nodes { current } } }');
    expect(sessions.nodes).toEqual([{ current: true }]);
  });

  it('is told to the user by mail', async () => {
    await reset(await mailed());
    await portal.settle();
    const mail = portal.mailbox.to(customer.email).at(-1)!;
    expect(mail.subject).toBe('Your password for Northern Lights Internet was changed');
    expect(linkIn(mail).href).toBe(`http://${tenant.tenant.slug}.portal.test/forgot-password`);
  });

  it('can be done once', async () => {
    const token = await mailed();
    expect(await reset(token)).toMatchObject({ userErrors: [] });
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'USED' });
    expect(await reset(token, 'another new password')).toEqual(used);
    expect(await signInCode(newPassword)).toEqual([]);
  });

  it('is done once by many at once, at two servers', async () => {
    const token = await mailed();
    const second = new ApiClient((await portal.secondServer()).url);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 ? second : portal.nobody).verb('passwordReset', {
          input: { token, newPassword: `new password ${index}` },
        }),
      ),
    );
    expect(answers.filter(({ session }) => session !== null)).toHaveLength(1);
    expect(answers.filter(({ session }) => session === null)).toEqual(Array.from({ length: 7 }, () => used));
  });

  it('makes earlier and later links useless, which asking again does not', async () => {
    await Promise.all([ask(), ask(), ask()]);
    const [first, second, third] = (await tokensTo(portal, customer.email)) as [string, string, string];
    for (const token of [first, second, third]) {
      expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    }
    expect(await reset(second)).toMatchObject({ userErrors: [] });
    expect(await reset(first)).toEqual(used);
    expect(await reset(third)).toEqual(used);
  });

  it('is done by one of two links that are used at once', async () => {
    await Promise.all([ask(), ask()]);
    const tokens = await tokensTo(portal, customer.email);
    const answers = await Promise.all(tokens.map((token) => reset(token)));
    expect(answers.filter(({ session }) => session !== null)).toHaveLength(1);
    expect(answers.filter(({ session }) => session === null)).toEqual([used]);
  });

  it('is not needed any more by who has changed the password in the meantime', async () => {
    const token = await mailed();
    await customer.done('passwordChange', { input: { currentPassword: password, newPassword } });
    expect(await reset(token, 'another new password')).toEqual(used);
  });

  it.each([
    ['nine char', 'TOO_SHORT'],
    ['p'.repeat(1_001), 'TOO_LONG'],
    ['Northern Lights Internet', 'INVALID'],
    ['', 'REQUIRED'],
  ])('refuses a password against the rules and leaves the link good: %j', async (given, code) => {
    const token = await mailed();
    expect(await reset(token, given)).toMatchObject({
      session: null,
      userErrors: [{ code, field: 'input.newPassword' }],
    });
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
  });

  it('works for who cannot sign in because somebody has guessed too often', async () => {
    for (let count = 0; count < 11; count++) await signInCode(`guess ${count}`);
    expect(await signInCode(password)).toEqual(['TOO_MANY_ATTEMPTS']);
    expect(await reset(await mailed())).toMatchObject({ session: { viewer: { id: customer.id } } });
  });
});

describe('secrets', () => {
  it('are neither in the database nor in its jobs', async () => {
    await ask();
    await portal.settle();
    const token = tokenIn(portal.mailbox.to(customer.email)[0]);
    await ask();
    const { rows: tables } = await portal.database.superuser.query(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema in ('public', 'operations', 'graphile_worker') and table_type = 'BASE TABLE'`,
    );
    const signature = token.slice(43);
    for (const { name } of tables) {
      const { rows } = await portal.database.superuser.query(`select t::text as row from ${name} t`);
      expect(
        rows.filter(({ row }) => row.includes(token) || row.includes(signature)),
        name,
      ).toEqual([]);
    }
  });
});
