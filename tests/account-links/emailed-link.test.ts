import { v7 as uuid } from 'uuid';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Keyring } from '../../server/access/keyring.ts';
import { SignedLinks } from '../../server/access/signed-links.ts';
import { makeLinkToken } from '../../server/account-links/link-token.ts';
import { startPortal } from '../support/portal.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';
import {
  ageLinks,
  askForReset,
  expired,
  linkIn,
  lookAt,
  mailedReset,
  newPassword,
  reset,
  scan,
  tokenIn,
  trySignIn,
  unknown,
  useForgetfulPortal,
} from './emailed-links.ts';
import { Visitor } from '../sessions/visitor.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant({ name: 'Northern Lights Internet' });
  await portal.world.tenant();
});

beforeEach(async () => {
  customer = await tenant.customer();
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
    await askForReset(portal, person);
    await portal.settle();
    expect(linkIn(portal.mailbox.to(person.email)[0]).origin).toBe('http://help.northern.example');
  });

  it('is not used up by a scanner that opens it fifty times with GET and with HEAD', async () => {
    await askForReset(portal, customer);
    await portal.settle();
    const link = linkIn(portal.mailbox.to(customer.email)[0]);
    const token = tokenIn(portal.mailbox.to(customer.email)[0]);
    await scan(
      portal,
      link,
      `passwordReset(input: { token: "${token}", newPassword: "chosen by a scanner" }) { userErrors { code } }`,
    );
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    expect(await trySignIn(portal, customer, 'chosen by a scanner')).toEqual(['INVALID_CREDENTIALS']);
    expect(await reset(portal, token)).toMatchObject({ userErrors: [], session: { viewer: { id: customer.id } } });
  });

  it('can be read without using it: what it is for, until when, and part of the address', async () => {
    const before = Date.now();
    const token = await mailedReset(portal, customer);
    for (let count = 0; count < 3; count++) {
      const { expiresAt, ...link } = await lookAt(portal.nobody, token);
      expect(link).toEqual({
        kind: 'PASSWORD_RESET',
        state: 'GOOD',
        role: null,
        email: 'c•••@portal.test',
        name: null,
        locale: 'en',
      });
      expect(Date.parse(expiresAt)).toBeGreaterThanOrEqual(before + 60 * 60 * 1_000);
      expect(Date.parse(expiresAt)).toBeLessThan(Date.now() + 60 * 60 * 1_000);
    }
  });

  it('is valid for one hour', async () => {
    const token = await mailedReset(portal, customer);
    await ageLinks(portal, '59 minutes');
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    await ageLinks(portal, '1 minute');
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'EXPIRED' });
    expect(await reset(portal, token)).toEqual(expired);
    expect(await trySignIn(portal, customer, password)).toEqual([]);
  });

  it('cannot be invented, changed, or made from a copy of the database', async () => {
    const token = await mailedReset(portal, customer);
    const { rows } = await portal.database.superuser.query(
      'select id, tenant_id from account_link where user_id = $1',
      [customer.id],
    );
    const { id, tenant_id: tenantId } = rows[0];
    const withAnotherSecret = new SignedLinks(new Keyring('a secret that is not the one of this portal'));
    const ours = portal.app.portal.signedLinks;
    const flipped = token.slice(0, -2) + (token.endsWith('A') ? 'B' : 'A') + token.at(-1);
    // the same bytes in other letters: the last one has bits to spare
    const spelledOtherwise = token.slice(0, -1) + String.fromCodePoint(token.codePointAt(token.length - 1)! + 1);
    const inventions = [
      'x',
      id,
      makeLinkToken(withAnotherSecret, { id, tenantId }),
      makeLinkToken(ours, { id: uuid(), tenantId }),
      makeLinkToken(ours, { id, tenantId: uuid() }),
      flipped,
      spelledOtherwise,
      `${token}A`,
      `${token}=`,
      ` ${token}`,
      token.slice(0, -1),
      `${token.slice(0, 40)}\u00e9${token.slice(41)}`,
    ];
    for (const invention of inventions) {
      expect(await lookAt(portal.nobody, invention)).toBeNull();
      expect(await reset(portal, invention), invention).toEqual(unknown);
    }
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
  });

  it('is unknown once its user is deactivated', async () => {
    const token = await mailedReset(portal, customer);
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [customer.id]);
    expect(await lookAt(portal.nobody, token)).toBeNull();
    expect(await reset(portal, token)).toEqual(unknown);
  });

  it('accepts no invitation', async () => {
    const token = await mailedReset(portal, customer);
    expect(
      await portal.nobody.verb('invitationAccept', { input: { token, password: newPassword, name: 'Intruder' } }),
    ).toEqual(unknown);
  });

  it('is reported as expired for thirty days, and as unknown afterwards', async () => {
    const token = await mailedReset(portal, customer);
    await ageLinks(portal, '30 days');
    await portal.runNightlyJobs();
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'EXPIRED' });
    await ageLinks(portal, '2 hours');
    await portal.runNightlyJobs();
    expect(await lookAt(portal.nobody, token)).toBeNull();
  });
});

describe('secrets', () => {
  it('are neither in the database nor in its jobs', async () => {
    await askForReset(portal, customer);
    await portal.settle();
    const token = tokenIn(portal.mailbox.to(customer.email)[0]);
    await askForReset(portal, customer);
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
