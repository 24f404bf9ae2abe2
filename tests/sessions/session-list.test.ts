import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import { Socket } from '../support/socket.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { Visitor } from './visitor.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
});

beforeEach(async () => {
  customer = await tenant.customer();
});

interface SessionShown {
  id: string;
  userAgent: string;
  current: boolean;
  createdAt: string;
  refreshedAt: string;
  expiresAt: string;
}

const sessionsOf = async (client: ApiClient): Promise<SessionShown[]> =>
  (await client.get('{ sessions { nodes { id userAgent current createdAt refreshedAt expiresAt } } }')).sessions.nodes;

async function signedIn(userAgent: string, url = portal.url) {
  const visitor = new Visitor(url, 'portal.test', { 'user-agent': userAgent });
  const { session } = await visitor.signIn({ email: customer.email, tenant: customer.tenantSlug });
  const api = new ApiClient(url, session!.accessToken);
  return { visitor, api, id: (await sessionsOf(api)).find(({ current }) => current)!.id };
}

const isRefused = async (client: ApiClient) =>
  (await client.ask('{ viewer { id } }')).errors?.[0]?.extensions.code === 'UNAUTHENTICATED';

describe('the list of sessions', () => {
  it('shows where the viewer is signed in, most recently used first, and which session is the current one', async () => {
    const phone = await signedIn('A phone');
    const desk = await signedIn('A desk');
    expect(await sessionsOf(desk.api)).toMatchObject([
      { id: desk.id, userAgent: 'A desk', current: true },
      { id: phone.id, userAgent: 'A phone', current: false },
      { current: false },
    ]);
    await phone.visitor.refresh();
    const [first] = await sessionsOf(desk.api);
    expect(first).toMatchObject({ id: phone.id, current: false });
    expect(Date.parse(first!.refreshedAt)).toBeGreaterThan(Date.parse(first!.createdAt));
    expect(Date.parse(first!.expiresAt) - Date.parse(first!.refreshedAt)).toBe(30 * 24 * 60 * 60 * 1_000);
  });

  it('shows no ended or expired sessions, and none of anybody else', async () => {
    const [left, expired, kept] = [await signedIn('Left'), await signedIn('Expired'), await signedIn('Kept')];
    await left.visitor.signOut();
    await portal.database.superuser.query('update session set expires_at = now() where id = $1', [expired.id]);
    await tenant.customer();
    const shown = (await sessionsOf(kept.api)).map(({ userAgent }) => userAgent);
    expect(shown).toEqual(['Kept', expect.any(String)]);
  });

  it('is paged like every list', async () => {
    for (const name of ['One', 'Two', 'Three']) await signedIn(name);
    const page = async (after: string | null) =>
      (
        await customer.get(
          'query($after: String) { sessions(first: 3, after: $after) { totalCount nodes { userAgent } pageInfo { endCursor hasNextPage } } }',
          { after },
        )
      ).sessions;
    const first = await page(null);
    expect(first).toMatchObject({
      totalCount: 4,
      nodes: [{ userAgent: 'Three' }, { userAgent: 'Two' }, { userAgent: 'One' }],
    });
    expect((await page(first.pageInfo.endCursor)).nodes).toHaveLength(1);
  });

  it('is for signed-in users', async () => {
    const { errors } = await portal.nobody.ask('{ sessions { totalCount } }');
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('ending a session', () => {
  it('ends its sockets, its access token and its cookie at every server, and nothing of the others', async () => {
    const second = await portal.secondServer();
    const [lost, kept] = [await signedIn('A lost phone'), await signedIn('A desk')];
    const clients = [lost.api, new ApiClient(second.url, lost.api.accessToken)];
    const sockets = await Promise.all(clients.map((client) => client.openSocket()));
    const other = await kept.api.openSocket();
    await kept.api.done('sessionEnd', { id: lost.id });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect(await Promise.all(clients.map(isRefused))).toEqual([true, true]);
    expect((await lost.visitor.refresh()).session).toBeNull();
    await other.roundTrip();
    expect(await isRefused(kept.api)).toBe(false);
    expect((await sessionsOf(kept.api)).map(({ id }) => id)).not.toContain(lost.id);
  });

  it('ends all others at once, at every server, and says how many there were', async () => {
    const second = await portal.secondServer();
    const others = [await signedIn('A lost phone'), await signedIn('A tablet', second.url)];
    const kept = await signedIn('A desk');
    const sockets = await Promise.all(others.map(({ api }) => api.openSocket()));
    const own = await kept.api.openSocket();
    // with the session that every customer of the test begins with
    expect(await kept.api.done('sessionEndOthers', {})).toMatchObject({ endedCount: 3 });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect(await Promise.all(others.map(({ api }) => isRefused(api)))).toEqual([true, true]);
    for (const { visitor } of others) expect((await visitor.refresh()).session).toBeNull();
    await own.roundTrip();
    expect((await sessionsOf(kept.api)).map(({ id }) => id)).toEqual([kept.id]);
    expect((await kept.visitor.refresh()).session).not.toBeNull();
    expect(await kept.api.done('sessionEndOthers', {})).toMatchObject({ endedCount: 0 });
  });

  it('opens no new socket for its access token', async () => {
    const [lost, kept] = [await signedIn('A lost phone'), await signedIn('A desk')];
    const open = await lost.api.openSocket();
    await kept.api.done('sessionEnd', { id: lost.id });
    await open.closed;
    const socket = await Socket.connect(portal.url);
    socket.send({ type: 'connection_init', payload: { accessToken: lost.api.accessToken } });
    expect(await socket.closed).toBe(4403);
    expect(socket.received).toEqual([]);
  });

  it('is known to a server that starts later', async () => {
    const [lost, kept] = [await signedIn('A lost phone'), await signedIn('A desk')];
    await kept.api.done('sessionEnd', { id: lost.id });
    const second = await portal.secondServer();
    expect(await isRefused(new ApiClient(second.url, lost.api.accessToken))).toBe(true);
    expect(await isRefused(new ApiClient(second.url, kept.api.accessToken))).toBe(false);
  });

  it('reaches a server that was not listening as soon as it listens again', async () => {
    const [lost, kept] = [await signedIn('A lost phone'), await signedIn('A desk')];
    const { rowCount } = await portal.database.superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'portal listener'`,
    );
    expect(rowCount).toBe(1);
    await kept.api.done('sessionEnd', { id: lost.id });
    while (!(await isRefused(lost.api)));
    expect(await isRefused(kept.api)).toBe(false);
  });

  it('succeeds again when it is sent twice', async () => {
    const [lost, kept] = [await signedIn('A lost phone'), await signedIn('A desk')];
    for (let time = 0; time < 2; time++) {
      expect(await kept.api.verb('sessionEnd', { id: lost.id })).toEqual({ userErrors: [] });
    }
  });

  it('can end the current session', async () => {
    const { api, id } = await signedIn('A desk');
    const socket = await api.openSocket();
    await api.done('sessionEnd', { id });
    expect(await socket.closed).toBe(4403);
    expect(await isRefused(api)).toBe(true);
  });
});

describe('signing out', () => {
  it('also invalidates the access token', async () => {
    const { visitor, api } = await signedIn('A desk');
    const socket = await api.openSocket();
    await visitor.signOut();
    await socket.closed;
    expect(await isRefused(api)).toBe(true);
  });
});

describe('every night', () => {
  it('expired sessions and old notes of ended ones are deleted, the rest stays', async () => {
    const [expired, ended] = [await signedIn('Expired'), await signedIn('Ended')];
    const { superuser } = portal.database;
    await ended.api.done('sessionEnd', { id: ended.id });
    await superuser.query('update session set expires_at = now() where id = $1', [expired.id]);
    await superuser.query(`update operations.ended_session set ended_at = now() - interval '25 hours' where id = $1`, [
      ended.id,
    ]);
    await portal.runNightlyJobs();
    const { rows } = await superuser.query('select id from session where user_id = $1', [customer.id]);
    expect(rows.map(({ id }) => id)).not.toContain(expired.id);
    expect(rows).toHaveLength(2);
    const notes = await superuser.query('select from operations.ended_session where id = $1', [ended.id]);
    expect(notes.rowCount).toBe(0);
  });
});
