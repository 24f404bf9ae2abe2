import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { tenantScope } from '../../server/access/scope.ts';
import { usePortal } from '../support/portal.ts';
import { connect } from '../support/database.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let neighbour: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  customer = await tenant.customer();
  neighbour = await (await portal.world.tenant()).customer();
});

const listQuery = '{ tickets(first: 5) { nodes { id } } }';

/** Waits until the condition holds in the portal's database. */
async function until(condition: string, values: unknown[] = []): Promise<void> {
  for (;;) {
    const { rowCount } = await portal.database.superuser.query(`select where ${condition}`, values);
    if (rowCount) return;
  }
}

/** Another session of the superuser, which holds what it has locked until it ends. */
async function lock(statement: string, values: unknown[] = []): Promise<() => Promise<void>> {
  const { user, password, host, port, database } = portal.database.superuser;
  const client = await connect(`postgresql://${user}:${String(password)}@${host}:${port}/${database}`);
  const release = () => client.end();
  onTestFinished(release);
  await client.query('begin');
  await client.query(statement, values);
  return release;
}

const waitsForLock = (pattern: string) =>
  `exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query ~ '${pattern}')`;

describe('a connection that is lost in mid-write', () => {
  it('is no loss to the pool, however often', async () => {
    const { pool, write } = portal.app.portal;
    const times = 3 * pool.options.max;
    for (let time = 0; time < times; time++) {
      const lost = write(tenantScope(tenant.id), async (entityManager) => {
        const [{ pid }] = await entityManager.execute<[{ pid: number }]>('select pg_backend_pid() as pid');
        await portal.database.superuser.query('select pg_terminate_backend($1)', [pid]);
        await entityManager.execute('select 1');
      });
      await expect(lost).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    }
    await Promise.all(Array.from({ length: 10 }, () => customer.openTicket()));
    expect(pool.totalCount).toBeLessThanOrEqual(pool.options.max);
    expect(pool.waitingCount).toBe(0);
  });

  it('in the commit leaves open whether it was done, and says so', async () => {
    const lost = portal.app.portal.write(tenantScope(tenant.id), async (entityManager) => {
      const [{ pid }] = await entityManager.execute<[{ pid: number }]>('select pg_backend_pid() as pid');
      await portal.database.superuser.query('select pg_terminate_backend($1)', [pid]);
    });
    await expect(lost).rejects.toMatchObject({ extensions: { code: 'OUTCOME_UNKNOWN' } });
  });
});

describe('what cannot be done in time', () => {
  it('is refused with nothing done: 503, when to come again, and a code', async () => {
    const unlock = await lock('lock table ticket in access exclusive mode');
    const response = await customer.post({ query: listQuery });
    await unlock();
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
  });

  it('does not keep other tenants waiting', async () => {
    const { id } = await customer.openTicket();
    const unlock = await lock('select from ticket where id = $1 for update', [id]);
    const waiting = Array.from({ length: 20 }, (_, index) => customer.write(id, `Message ${index}`));
    await until(waitsForLock('ticket'));
    expect(await neighbour.openTicket()).toMatchObject({ status: 'OPEN' });
    await unlock();
    await Promise.all(waiting);
  });
});

describe('a request whose client has hung up', () => {
  it('is ended in PostgreSQL, too', async () => {
    const unlock = await lock('lock table ticket in access exclusive mode');
    const leaving = new AbortController();
    const request = fetch(`${portal.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${customer.accessToken}` },
      body: JSON.stringify({ query: listQuery }),
      signal: leaving.signal,
    });
    await until(waitsForLock('ticket'));
    const { rows } = await portal.database.superuser.query<{ pid: number }>(
      `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    leaving.abort();
    await expect(request).rejects.toThrow('aborted');
    await until('not exists (select from pg_stat_activity where pid = any($1))', [rows.map(({ pid }) => pid)]);
    await unlock();
    await customer.get(listQuery);
  });
});

describe('a database that is away', () => {
  it('leaves the process alive and not ready, and is used again as soon as it is back', async () => {
    const { superuser } = portal.database;
    const status = async (path: string) => (await fetch(`${portal.url}${path}`)).status;
    const name = superuser.database!;
    const limitConnections = (limit: number) => superuser.query(`alter database ${name} connection limit ${limit}`);
    await limitConnections(0);
    onTestFinished(async () => void (await limitConnections(-1)));
    await superuser.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = $1',
      [name],
    );
    expect(await status('/livez')).toBe(200);
    expect(await status('/readyz')).toBe(503);
    expect(await status('/health')).toBe(503);
    const response = await customer.post({ query: listQuery });
    expect(response.status).toBe(503);
    expect(await response.text()).not.toMatch(/127\.0\.0\.1|portal_|test_/);

    await limitConnections(-1);
    expect(await status('/readyz')).toBe(200);
    await customer.get(listQuery);
    await customer.openTicket();
  });
});
