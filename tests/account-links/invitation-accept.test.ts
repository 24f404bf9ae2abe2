import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { ageLinks, linkIn, lookAt, newPassword, scan, tokenIn, tokensTo, useForgetfulPortal } from './emailed-links.ts';
import { accept, invite, shown } from './invitations.ts';
import { Visitor } from '../sessions/visitor.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let agent: Person;
let count = 0;
let email: string;

beforeAll(async () => {
  tenant = await portal.world.tenant({ name: 'Northern Lights Internet' });
  agent = await tenant.agent();
});

beforeEach(async () => {
  email = `invited-${++count}@portal.test`;
});

const signIn = (password: string) => new Visitor(portal.url).signIn({ email, tenant: tenant.tenant.slug, password });

describe('somebody who is invited', () => {
  it('cannot sign in before choosing a password, with the same answer as for a wrong one', async () => {
    await invite(agent, email);
    const answer = await signIn(newPassword);
    expect(answer).toEqual({
      session: null,
      userErrors: [{ code: 'INVALID_CREDENTIALS', field: null, message: 'The email address or password is wrong.' }],
    });
    expect((await signIn('')).userErrors).toMatchObject([{ code: 'REQUIRED' }]);
    expect(
      await new Visitor(portal.url).signIn({ email: agent.email, tenant: tenant.tenant.slug, password: 'x' }),
    ).toEqual(answer);
  });

  it('sees what the invitation is for before choosing', async () => {
    await invite(agent, email, { locale: 'bn' });
    const [token] = await tokensTo(portal, email);
    expect(await lookAt(portal.nobody, token!)).toEqual({
      kind: 'INVITATION',
      state: 'GOOD',
      role: 'CUSTOMER',
      expiresAt: expect.any(String),
      email: 'i•••@portal.test',
      name: 'Hilltop Clinic',
      locale: 'bn',
    });
  });

  it('chooses a password and a name, is signed in, and can open a ticket', async () => {
    await invite(agent, email);
    const [token] = await tokensTo(portal, email);
    const { session, userErrors } = await accept(portal, token!, { name: '  Hilltop  Clinic, reception ' });
    expect(userErrors).toEqual([]);
    expect(session.viewer.name).toBe('Hilltop Clinic, reception');
    await new ApiClient(portal.url, session.accessToken).openTicket();
    expect((await signIn(newPassword)).session).not.toBeNull();
    expect((await shown(agent, email)).nodes).toMatchObject([{ name: 'Hilltop Clinic, reception', status: 'ACTIVE' }]);
  });

  it('keeps the name of the invitation without giving another', async () => {
    await invite(agent, email);
    const [token] = await tokensTo(portal, email);
    expect(await accept(portal, token!)).toMatchObject({ session: { viewer: { name: 'Hilltop Clinic' } } });
  });

  it('gets no email about a changed password', async () => {
    await invite(agent, email);
    await accept(portal, (await tokensTo(portal, email))[0]!);
    await portal.settle();
    expect(portal.mailbox.to(email)).toHaveLength(1);
  });

  it('can also start with a forgotten password, which accepts the invitation', async () => {
    await invite(agent, email);
    await portal.nobody.done('passwordResetRequest', { input: { email, tenant: tenant.tenant.slug } });
    const [invitation, reset] = (await tokensTo(portal, email)) as [string, string];
    await portal.nobody.done('passwordReset', { input: { token: reset, newPassword } });
    expect(await accept(portal, invitation, { password: 'another password' })).toMatchObject({
      userErrors: [{ code: 'WRONG_STATE' }],
    });
    expect(await shown(agent, email)).toMatchObject({ nodes: [{ status: 'ACTIVE', invitation: null }] });
  });
});

describe('the link of an invitation', () => {
  it('is not used up by a scanner that opens it fifty times with GET and with HEAD', async () => {
    await invite(agent, email);
    await portal.settle();
    const [mail] = portal.mailbox.to(email);
    const token = tokenIn(mail);
    await scan(
      portal,
      linkIn(mail),
      `invitationAccept(input: { token: "${token}", password: "chosen by a scanner" }) { userErrors { code } }`,
    );
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    expect(await accept(portal, token)).toMatchObject({ userErrors: [] });
  });

  it('is valid for seven days, once', async () => {
    await invite(agent, email);
    const [token] = await tokensTo(portal, email);
    await ageLinks(portal, '6 days 23 hours 59 minutes');
    expect(await lookAt(portal.nobody, token!)).toMatchObject({ state: 'GOOD' });
    await ageLinks(portal, '1 minute');
    expect(await accept(portal, token!)).toMatchObject({
      session: null,
      userErrors: [{ code: 'WRONG_STATE', message: 'The link has expired. Request a new one.' }],
    });
    await invite(agent, email);
    const again = (await tokensTo(portal, email)).at(-1)!;
    expect(await accept(portal, again)).toMatchObject({ userErrors: [] });
    expect(await accept(portal, again, { password: 'another password' })).toMatchObject({
      session: null,
      userErrors: [{ code: 'WRONG_STATE' }],
    });
    expect((await signIn(newPassword)).session).not.toBeNull();
  });

  it('resets no password', async () => {
    await invite(agent, email);
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
    await invite(agent, email);
    const [token] = await tokensTo(portal, email);
    expect(await accept(portal, token!, input)).toMatchObject({ userErrors: [{ code, field: `input.${field}` }] });
    expect(await lookAt(portal.nobody, token!)).toMatchObject({ state: 'GOOD' });
  });
});
