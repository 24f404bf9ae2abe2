import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { Visitor, letTimePass, type SessionAnswer } from './visitor.ts';

let portal: TestPortal;
let customer: Person;

beforeAll(async () => {
  portal = await startPortal();
  customer = await (await portal.world.tenant()).customer();
});

afterAll(() => portal.stop());

/** A browser in which the customer has just signed in. */
async function signedIn(url = portal.url): Promise<Visitor & { accessToken: string }> {
  const visitor = new Visitor(url);
  const { session } = await visitor.signIn({ email: customer.email, tenant: customer.tenantSlug });
  return Object.assign(visitor, { accessToken: session!.accessToken });
}

const ended: SessionAnswer = {
  session: null,
  userErrors: [{ code: 'SESSION_ENDED', field: null, message: 'The session has ended. Sign in again.' }],
};

describe('the refresh cookie', () => {
  it('is out of reach of scripts and other sites, and goes to the API only', async () => {
    const visitor = await signedIn();
    const [value, ...attributes] = visitor.setCookie!.split('; ');
    expect(value).toMatch(/^portal_refresh=[\w.-]+$/);
    expect(attributes.filter((attribute) => !attribute.startsWith('Expires=')).toSorted()).toEqual([
      'HttpOnly',
      'Path=/graphql',
      'SameSite=Strict',
    ]);
  });

  it('lives as long as the session can be refreshed: thirty days', async () => {
    const visitor = await signedIn();
    const expires = Date.parse(/Expires=([^;]+)/.exec(visitor.setCookie!)![1]!);
    const days = (expires - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);
  });

  it('travels over HTTPS only where the portal is served over HTTPS', async () => {
    const secure = await startPortal({ PUBLIC_URL: 'https://portal.test' });
    try {
      const person = await (await secure.world.tenant()).customer();
      const visitor = new Visitor(secure.url);
      await visitor.signIn({ email: person.email, tenant: person.tenantSlug });
      const [value, ...attributes] = visitor.setCookie!.split('; ');
      expect(attributes).toContain('Secure');
      // a name that browsers take from this host alone, and for all of it
      expect(value).toMatch(/^__Host-portal_refresh=/);
      expect(attributes).toContain('Path=/');
      expect(attributes.filter((attribute) => attribute.startsWith('Domain'))).toEqual([]);
      expect((await visitor.refresh()).userErrors).toEqual([]);
      expect(await visitor.signOut()).toEqual([]);
      expect((await visitor.refresh()).session).toBeNull();
    } finally {
      await secure.stop();
    }
  });

  it('is never shown in an answer', async () => {
    const visitor = await signedIn();
    const copy = visitor.copy();
    const answer = JSON.stringify(await copy.refresh());
    expect(copy.refreshToken).not.toBeNull();
    expect(answer).not.toContain(copy.refreshToken);
    expect(answer).not.toContain(visitor.refreshToken);
  });
});

/** The time after which nobody asks again for a lost answer. */
const later = () => letTimePass(portal, '31 seconds');

describe('refreshing a session', () => {
  it('gives a new access token and replaces the cookie', async () => {
    const visitor = await signedIn();
    const first = visitor.refreshToken;
    await later();
    const { session, userErrors } = await visitor.refresh();
    expect(userErrors).toEqual([]);
    expect(session?.viewer.id).toBe(customer.id);
    expect(visitor.refreshToken).not.toBe(first);
    const { viewer } = await new ApiClient(portal.url, session!.accessToken).get<{ viewer: { id: string } }>(
      '{ viewer { id } }',
    );
    expect(viewer.id).toBe(customer.id);
    await later();
    expect((await visitor.refresh()).userErrors).toEqual([]);
  });

  it('works at any server', async () => {
    const second = await portal.secondServer();
    const visitor = await signedIn();
    expect((await visitor.copy({ url: second.url }).refresh()).session?.viewer.id).toBe(customer.id);
  });

  it('can be repeated for thirty seconds when its answer was lost, at any server, however often', async () => {
    const second = await portal.secondServer();
    const visitor = await signedIn();
    await later();
    await visitor.copy().refresh();
    for (const url of [portal.url, second.url]) {
      expect((await visitor.copy({ url }).refresh()).userErrors).toEqual([]);
      await letTimePass(portal, '14 seconds');
    }
    expect((await visitor.refresh()).userErrors).toEqual([]);
    await later();
    expect((await visitor.refresh()).userErrors).toEqual([]);
  });

  it('ends the session when it is repeated after that', async () => {
    const visitor = await signedIn();
    await later();
    await visitor.copy().refresh();
    await later();
    expect(await visitor.refresh()).toEqual(ended);
  });

  it('goes on for tabs that refresh at once with the same cookie, whichever answer comes last', async () => {
    const second = await portal.secondServer();
    const visitor = await signedIn();
    await later();
    const tabs = [portal.url, second.url, portal.url].map((url) => visitor.copy({ url }));
    const answers = await Promise.all(tabs.map((tab) => tab.refresh()));
    expect(answers.map(({ userErrors }) => userErrors)).toEqual([[], [], []]);
    await later();
    const again = await Promise.all(tabs.map((tab) => tab.refresh()));
    expect(again.map(({ userErrors }) => userErrors)).toEqual([[], [], []]);
  });

  it('ends the session for everybody when a used cookie is used again later', async () => {
    const visitor = await signedIn();
    const thief = visitor.copy();
    await later();
    await visitor.refresh();
    await later();
    expect(await thief.refresh()).toEqual(ended);
    expect(thief.refreshToken).toBeNull();
    expect(await visitor.refresh()).toEqual(ended);
  });

  it('ends the session for everybody when a used cookie is used on another device at once', async () => {
    const visitor = await signedIn();
    const thief = visitor.copy({ userAgent: 'A thief' });
    await later();
    await visitor.refresh();
    expect(await thief.refresh()).toEqual(ended);
    expect(await visitor.refresh()).toEqual(ended);
  });

  it('ends the session as soon as the owner refreshes it when a thief was first', async () => {
    const visitor = await signedIn();
    const thief = visitor.copy({ userAgent: 'A thief' });
    expect((await thief.refresh()).userErrors).toEqual([]);
    expect(await visitor.refresh()).toEqual(ended);
    expect(await thief.refresh()).toEqual(ended);
  });

  it('ends the session at the next refresh when a thief repeated it from what seems to be the same device', async () => {
    const visitor = await signedIn();
    const thief = visitor.copy();
    await later();
    for (const each of [visitor, thief]) expect((await each.refresh()).userErrors).toEqual([]);
    await later();
    expect((await visitor.refresh()).userErrors).toEqual([]);
    await later();
    expect(await thief.refresh()).toEqual(ended);
    expect(await visitor.refresh()).toEqual(ended);
  });

  it('ends the sockets of the session when a used cookie is used again', async () => {
    const visitor = await signedIn();
    const thief = visitor.copy({ userAgent: 'A thief' });
    const socket = await new ApiClient(portal.url, visitor.accessToken).openSocket();
    await later();
    await visitor.refresh();
    await thief.refresh();
    expect(await socket.closed).toBe(4403);
  });

  it('does not affect other sessions of the same person', async () => {
    const [phone, desk] = [await signedIn(), await signedIn()];
    const thief = phone.copy({ userAgent: 'A thief' });
    await later();
    await phone.refresh();
    expect(await thief.refresh()).toEqual(ended);
    expect((await desk.refresh()).userErrors).toEqual([]);
  });

  it('is rejected without a cookie, and with anything that is not one', async () => {
    const visitor = new Visitor(portal.url);
    expect(await visitor.refresh()).toEqual(ended);
    visitor.refreshToken = 'not-a-token';
    expect(await visitor.refresh()).toEqual(ended);
    visitor.refreshToken = (await signedIn()).accessToken;
    expect(await visitor.refresh()).toEqual(ended);
  });

  it('is rejected for somebody who was deactivated since, also when activated again later', async () => {
    const person = await (await portal.world.tenant()).agent();
    const visitor = new Visitor(portal.url);
    await visitor.signIn({ email: person.email, tenant: person.tenantSlug });
    const copy = visitor.copy();
    const { superuser } = portal.database;
    await superuser.query('update portal_user set deactivated_at = now() where id = $1', [person.id]);
    expect(await visitor.refresh()).toEqual(ended);
    await superuser.query('update portal_user set deactivated_at = null where id = $1', [person.id]);
    expect(await copy.refresh()).toEqual(ended);
  });

  it.each([
    ['a customer', 30, 90],
    ['an agent', 7, 30],
  ])('is rejected for %s after %i days without one, and %i days after the sign-in', async (who, idle, total) => {
    const tenant = await portal.world.tenant();
    const person = await (who === 'an agent' ? tenant.agent() : tenant.customer());
    const [left, used] = [new Visitor(portal.url), new Visitor(portal.url)];
    for (const visitor of [left, used]) await visitor.signIn({ email: person.email, tenant: person.tenantSlug });
    const step = idle - 1;
    for (let day = 0; day + step < total; day += step) {
      await letTimePass(portal, `${step} days`);
      expect((await used.refresh()).userErrors).toEqual([]);
    }
    const { rows } = await portal.database.superuser.query(
      `select extract(epoch from expires_at - created_at) / 86400 as days from session
       where user_id = $1 and expires_at > now()`,
      [person.id],
    );
    // of the two and of the one the person was made with
    expect(rows.map(({ days }) => Number(days))).toEqual([total]);
    await letTimePass(portal, `${step} days`);
    expect(await left.refresh()).toEqual(ended);
    expect(await used.refresh()).toEqual(ended);
  });

  it('gives no access token that is valid for longer than the session', async () => {
    const visitor = await signedIn();
    await portal.database.superuser.query(
      `update session set created_at = now() - interval '90 days' + interval '1 minute' where user_id = $1`,
      [customer.id],
    );
    const { session } = await visitor.refresh();
    const access = await portal.app.portal.tokens.readAccess(session!.accessToken);
    expect(access!.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
  });
});

describe('signing out', () => {
  it('ends the session and removes the cookie', async () => {
    const visitor = await signedIn();
    const copy = visitor.copy();
    expect(await visitor.signOut()).toEqual([]);
    expect(visitor.refreshToken).toBeNull();
    expect(visitor.setCookie).toContain('Path=/graphql');
    expect(await copy.refresh()).toEqual(ended);
  });

  it('ends the sockets of the session at every server, and no others', async () => {
    const second = await portal.secondServer();
    const [leaving, staying] = [await signedIn(), await signedIn()];
    const sockets = await Promise.all(
      [portal.url, second.url].map((url) => new ApiClient(url, leaving.accessToken).openSocket()),
    );
    const other = await new ApiClient(portal.url, staying.accessToken).openSocket();
    await leaving.signOut();
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    await other.roundTrip();
  });

  it('succeeds when there is no session', async () => {
    const visitor = new Visitor(portal.url);
    expect(await visitor.signOut()).toEqual([]);
    visitor.refreshToken = 'not-a-token';
    expect(await visitor.signOut()).toEqual([]);
    expect(await visitor.signOut()).toEqual([]);
  });
});
