import { describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';

const token = 'a token that only the monitoring has';
const portal = usePortal({ METRICS_TOKEN: token });

const read = (authorization?: string) =>
  fetch(`${portal.url}/metrics`, { headers: authorization === undefined ? {} : { authorization } });

/** The value of each line, by name and labels. */
async function numbers(): Promise<Map<string, number>> {
  const lines = (await (await read(`Bearer ${token}`)).text()).split('\n');
  return new Map(
    lines
      .filter((line) => line && !line.startsWith('#'))
      .map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
  );
}

const counted = (field: string, outcome: string) =>
  `portal_operation_duration_seconds_count{field="${field}",outcome="${outcome}",process="server"}`;

describe('/metrics', () => {
  it('is for who has the token', async () => {
    expect((await read()).status).toBe(401);
    expect((await read(`Bearer ${token}!`)).status).toBe(401);
    const { status, headers } = await read(`Bearer ${token}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('counts operations by root field and outcome, with their time and price', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const before = await numbers();
    const ticket = await customer.openTicket();
    await customer.get('{ viewer { id } }');
    await customer.verb('messageAdd', { ticketId: ticket.id, input: { body: ' ' } });
    await portal.nobody.ask('{ viewer { nothing } }');
    await customer.get('{ viewer { id } tickets { nodes { id } } }');
    const after = await numbers();
    const more = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(more(counted('ticketCreate', 'OK'))).toBe(1);
    expect(more(counted('viewer', 'OK'))).toBe(1);
    expect(more(counted('messageAdd', 'USER_ERROR'))).toBe(1);
    expect(more(counted('invalid', 'GRAPHQL_VALIDATION_FAILED'))).toBe(1);
    expect(more(counted('several', 'OK'))).toBe(1);
    expect(more('portal_operation_price_total{field="ticketCreate",process="server"}')).toBeGreaterThan(0);
  });

  it('has no label that a client can make up', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `madeUp${index}`);
    for (const name of names) await portal.nobody.ask(`query ${name} { ${name}: portal { name } }`);
    const { status } = await read(`Bearer ${token}`);
    expect(status).toBe(200);
    expect([...(await numbers()).keys()].join()).not.toContain('madeUp');
  });

  it('shows sockets and subscriptions while they are open, and how many events were delivered', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const events = await customer.listenFromNow();
    await customer.openTicket();
    await events.nextMessage();
    const open = await numbers();
    expect(open.get('portal_sockets{process="server"}')).toBe(1);
    expect(open.get('portal_subscriptions{process="server"}')).toBe(1);
    expect(open.get('portal_events_delivered_total{process="server"}')).toBeGreaterThanOrEqual(1);
  });

  it('shows what waits, since when, and what has failed for good', async () => {
    const tenant = await portal.world.tenant();
    const [customer] = await Promise.all([tenant.customer(), tenant.admin()]);
    await portal.settle();
    await customer.openTicket();
    const queue = (name: string) => `portal_queue_${name}{queue="mails",process="server"}`;
    await expect.poll(async () => (await numbers()).get(queue('waiting')), { timeout: 12_000 }).toBeGreaterThan(0);
    const { superuser } = portal.database;
    await superuser.query(`update operations.mail_task set due_at = now() - interval '1 hour' where lease is null`);
    await expect
      .poll(async () => (await numbers()).get(queue('oldest_seconds')), { timeout: 12_000 })
      .toBeGreaterThan(3_500);
    const { status, jobs, mail, storage } = (await (await fetch(`${portal.url}/readyz`)).json()) as Record<
      string,
      string
    >;
    expect({ status, jobs, mail, storage }).toEqual({ status: 'degraded', jobs: 'ok', mail: 'late', storage: 'ok' });
    await portal.settle();
  });

  it('shows the pools, the sessions at the database and the process', async () => {
    const names = [...(await numbers()).keys()].join('\n');
    for (const pool of ['reads', 'writes', 'live', 'control'])
      expect(names).toContain(`portal_pool_connections{pool="${pool}",process="server"}`);
    expect(names).toContain('portal_database_sessions{waits_for="lock",process="server"}');
    expect(names).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(names).toContain('process_resident_memory_bytes');
  });
});
