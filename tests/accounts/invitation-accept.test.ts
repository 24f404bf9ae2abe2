import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { ageLinks, linkIn, lookAt, newPassword, scan, tokenIn, tokensTo } from './emailed-links.ts';
import { Visitor } from './visitor.ts';

let portal: TestPortal;
let tenant: TestTenant;
let agent: Person;
let count = 0;
let email: string;

beforeAll(async () => {
  portal = await startPortal();
  tenant = await portal.world.tenant({ name: 'Northern Lights Internet' });
  agent = await tenant.agent();
});

beforeEach(async () => {
  portal.mailbox.mails.length = 0;
  await portal.database.superuser.query('truncate operations.throttle');
  email = `invited-${++count}@portal.test`;
});

afterAll(() => portal.stop());

const invite = (input: Record<string, unknown> = {}, who: Person = agent) =>
  who.verb('customerInvite', { input: { name: 'Hilltop Clinic', email, ...input } });

const accept = (token: string, input: Record<string, unknown> = {}) =>
  portal.nobody.verb('invitationAccept', { input: { token, password: newPassword, ...input } });

const signIn = (password: string) => new Visitor(portal.url).signIn({ email, tenant: tenant.tenant.slug, password });

const shown = async () =>
  (
    await agent.get(
      `query($email: String!) { customers(search: $email) { totalCount nodes {
        name phone locale timeZone status invitation { createdAt expiresAt sentAt failure }
      } } }`,
      { email },
    )
  ).customers;

describe('somebody who is invited', () => {
  it('cannot sign in before they have chosen a password, and is told the same as for a wrong one', async () => {
    await invite();
    const answer = await signIn(newPassword);
    expect(answer).toEqual({
      session: null,
      userErrors: [
        { code: 'INVALID_CREDENTIALS', field: null, message: 'The email address or the password is wrong.' },
      ],
    });
    expect((await signIn('')).userErrors).toMatchObject([{ code: 'REQUIRED' }]);
    expect(
      await new Visitor(portal.url).signIn({ email: agent.email, tenant: tenant.tenant.slug, password: 'x' }),
    ).toEqual(answer);
  });

  it('sees what the invitation is for before they choose', async () => {
    await invite({ locale: 'bn' });
    const [token] = await tokensTo(portal, email);
    expect(await lookAt(portal.nobody, token!)).toEqual({
      kind: 'INVITATION',
      state: 'GOOD',
      expiresAt: expect.any(String),
      email: 'i•••@portal.test',
      name: 'Hilltop Clinic',
      locale: 'bn',
    });
  });

  it('chooses a password and a name, is signed in, and can open a ticket', async () => {
    await invite();
    const [token] = await tokensTo(portal, email);
    const { session, userErrors } = await accept(token!, { name: '  Hilltop  Clinic, reception ' });
    expect(userErrors).toEqual([]);
    expect(session.viewer.name).toBe('Hilltop Clinic, reception');
    await new ApiClient(portal.url, session.accessToken).openTicket();
    expect((await signIn(newPassword)).session).not.toBeNull();
    expect((await shown()).nodes).toMatchObject([{ name: 'Hilltop Clinic, reception', status: 'ACTIVE' }]);
  });

  it('keeps the name of the invitation when they give none', async () => {
    await invite();
    const [token] = await tokensTo(portal, email);
    expect(await accept(token!)).toMatchObject({ session: { viewer: { name: 'Hilltop Clinic' } } });
  });

  it('is not told by mail that the password was changed', async () => {
    await invite();
    await accept((await tokensTo(portal, email))[0]!);
    await portal.settle();
    expect(portal.mailbox.to(email)).toHaveLength(1);
  });

  it('can begin with a forgotten password too, which accepts the invitation', async () => {
    await invite();
    await portal.nobody.done('passwordResetRequest', { input: { email, tenant: tenant.tenant.slug } });
    const [invitation, reset] = (await tokensTo(portal, email)) as [string, string];
    await portal.nobody.done('passwordReset', { input: { token: reset, newPassword } });
    expect(await accept(invitation, { password: 'another password' })).toMatchObject({
      userErrors: [{ code: 'WRONG_STATE' }],
    });
    expect(await shown()).toMatchObject({ nodes: [{ status: 'ACTIVE', invitation: null }] });
  });
});

describe('the link of an invitation', () => {
  it('is not spent by a scanner that opens it fifty times with GET and with HEAD', async () => {
    await invite();
    await portal.settle();
    const [mail] = portal.mailbox.to(email);
    const token = tokenIn(mail);
    await scan(
      portal,
      linkIn(mail),
      `invitationAccept(input: { token: "${token}", password: "chosen by a scanner" }) { userErrors { code } }`,
    );
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    expect(await accept(token)).toMatchObject({ userErrors: [] });
  });

  it('is good for seven days, once', async () => {
    await invite();
    const [token] = await tokensTo(portal, email);
    await ageLinks(portal, '6 days 23 hours 59 minutes');
    expect(await lookAt(portal.nobody, token!)).toMatchObject({ state: 'GOOD' });
    await ageLinks(portal, '1 minute');
    expect(await accept(token!)).toMatchObject({
      session: null,
      userErrors: [{ code: 'WRONG_STATE', message: 'The link has expired. Ask for a new one.' }],
    });
    await invite();
    const again = (await tokensTo(portal, email)).at(-1)!;
    expect(await accept(again)).toMatchObject({ userErrors: [] });
    expect(await accept(again, { password: 'another password' })).toMatchObject({
      session: null,
      userErrors: [{ code: 'WRONG_STATE' }],
    });
    expect((await signIn(newPassword)).session).not.toBeNull();
  });

  it('resets no password', async () => {
    await invite();
    const [token] = await tokensTo(portal, email);
    expect(await portal.nobody.verb('passwordReset', { input: { token, newPassword } })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND', field: 'input.token' }],
    });
  });

  it.each([
    ['password', { password: 'nine char' }, 'TOO_SHORT'],
    ['password', { password: 'NORTHERN LIGHTS INTERNET' }, 'INVALID'],
    ['name', { name: ' ' }, 'REQUIRED'],
    ['name', { name: 'n'.repeat(201) }, 'TOO_LONG'],
  ])('stays good when the %s is refused: %o', async (field, input, code) => {
    await invite();
    const [token] = await tokensTo(portal, email);
    expect(await accept(token!, input)).toMatchObject({ userErrors: [{ code, field: `input.${field}` }] });
    expect(await lookAt(portal.nobody, token!)).toMatchObject({ state: 'GOOD' });
  });
});
