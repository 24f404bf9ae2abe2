import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import { statementsOf } from '../support/statements.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let ticketId: string;

const hour = 60 * 60_000;
const dueIn = (hours: number) => new Date(start + hours * hour).toISOString();
const start = Math.floor(Date.now() / hour) * hour;

/** A hundred calls of one customer, due hour after hour around now; the last ten are still to come. */
beforeAll(async () => {
  tenant = await portal.world.alwaysOpen();
  [customer, agent] = [await tenant.customer(), await tenant.agent()];
  ticketId = (await customer.openTicket()).id;
  await portal.database.superuser.query(
    `insert into call_request (id, tenant_id, customer_id, ticket_id, requested_by_id, status, scheduled_at,
        scheduled_end_at, due_at, phone, outcome, handled_by_id, ended_at, created_at, updated_at)
      select gen_random_uuid(), $1, $2, case when number % 2 = 0 then $3::uuid end, $4,
        case when number > 90 then 'SCHEDULED' when number % 3 = 0 then 'MISSED' else 'COMPLETED' end,
        due, due + interval '30 minutes', due, '+8801712345678', case when number <= 90 then 'REACHED' end,
        case when number <= 90 then $5::uuid end, case when number <= 90 then due end,
        $6::timestamptz - number * interval '1 day', due
      from generate_series(1, 100) number, lateral (select $6::timestamptz + (number - 90) * interval '1 hour') as at (due)`,
    [tenant.id, customer.customerId, ticketId, customer.id, agent.id, new Date(start)],
  );
});

const list = async (viewer: Person, args: string): Promise<{ totalCount: number; due: string[] }> => {
  const { callRequests } = await viewer.get(`{ callRequests(${args}) { totalCount nodes { dueAt status } } }`);
  return { totalCount: callRequests.totalCount, due: callRequests.nodes.map(({ dueAt }: { dueAt: string }) => dueAt) };
};

describe('the list of calls', () => {
  it('starts with the latest due, and can be sorted in other ways and in both directions', async () => {
    expect((await list(customer, 'first: 2')).due).toEqual([dueIn(10), dueIn(9)]);
    expect((await list(customer, 'first: 2, sort: { direction: ASCENDING }')).due).toEqual([dueIn(-89), dueIn(-88)]);
    expect((await list(agent, 'first: 2, sort: { field: CREATED_AT }')).due).toEqual([dueIn(-89), dueIn(-88)]);
  });

  it('is filtered by status and by when the call is due', async () => {
    expect((await list(customer, 'filter: { status: [MISSED] }, first: 1')).totalCount).toBe(30);
    expect((await list(customer, 'filter: { status: [MISSED, SCHEDULED] }, first: 1')).totalCount).toBe(40);
    expect((await list(customer, 'filter: { status: [] }, first: 1')).totalCount).toBe(100);
    const window = `filter: { dueAt: { from: "${dueIn(-2)}", before: "${dueIn(2)}" } }, sort: { direction: ASCENDING }`;
    expect((await list(agent, window)).due).toEqual([dueIn(-2), dueIn(-1), dueIn(0), dueIn(1)]);
  });

  it('can be paged from both ends, with each call once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { callRequests }: any = await customer.get(
        'query($after: String) { callRequests(first: 30, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }',
        { after },
      );
      seen.push(...callRequests.nodes.map(({ id }: { id: string }) => id));
      after = callRequests.pageInfo.hasNextPage ? callRequests.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toHaveLength(100);
    expect(new Set(seen).size).toBe(100);
    expect((await list(customer, 'last: 1')).due).toEqual([dueIn(-89)]);
  });

  it('rejects a cursor of another order', async () => {
    const { callRequests } = await customer.get('{ callRequests(first: 1) { pageInfo { endCursor } } }');
    const { errors } = await customer.ask(
      'query($after: String) { callRequests(after: $after, sort: { field: CREATED_AT }) { nodes { id } } }',
      { after: callRequests.pageInfo.endCursor },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  });

  it('has the calls of the customer for a customer, those of the tenant for staff, and needs somebody signed in', async () => {
    const neighbour = await tenant.customer();
    await neighbour.requestCall();
    expect((await list(neighbour, 'first: 1')).totalCount).toBe(1);
    expect((await list(customer, 'first: 1')).totalCount).toBe(100);
    expect((await list(agent, 'first: 1')).totalCount).toBe(101);
    expect((await list(await (await portal.world.tenant()).agent(), 'first: 1')).totalCount).toBe(0);
    const { errors } = await portal.nobody.ask('{ callRequests { nodes { id } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it.each([['a customer'], ['an agent']])(
    'costs as many SQL statements for a hundred as for ten, for %s',
    async (who) => {
      const viewer = who === 'an agent' ? agent : customer;
      const query = `query($first: Int!) { callRequests(first: $first, filter: { status: [SCHEDULED, MISSED, COMPLETED] }) {
      totalCount nodes { status phone viewerCanCancel ticket { title callRequests(last: 1) { totalCount } } customer { name } requestedBy { name } handledBy { name } }
    } }`;
      const few = await statementsOf(portal, () => viewer.get(query, { first: 10 }));
      const many = await statementsOf(portal, () => viewer.get(query, { first: 100 }));
      expect(many.result.callRequests.nodes).toHaveLength(100);
      expect(many.result.callRequests.nodes[1]).toMatchObject({ customer: { name: customer.name } });
      expect(few.count).toBeGreaterThan(0);
      expect(many.count).toBe(few.count);
    },
  );
});

describe('one request', () => {
  it('reads a dashboard: the next call, whether the tenant is open now, and the tickets', async () => {
    const dashboard = `query($now: DateTime!) {
      portalEventsCursor
      viewer { ticketStats { openTickets } tenant { openingHours { isOpen timeZone slotMinutes week { weekday } } } }
      tickets(first: 5) { nodes { title } }
      next: callRequests(
        first: 1, filter: { status: [REQUESTED, SCHEDULED], dueAt: { from: $now } }, sort: { field: DUE_AT, direction: ASCENDING }
      ) { nodes { dueAt status viewerCanCancel viewerCanReschedule } }
    }`;
    const { count, result } = await statementsOf(portal, () => customer.get(dashboard, { now: dueIn(0.5) }));
    expect(result).toMatchObject({
      viewer: {
        ticketStats: { openTickets: 1 },
        tenant: { openingHours: { isOpen: true, timeZone: 'UTC', slotMinutes: 30, week: { length: 7 } } },
      },
      next: { nodes: [{ dueAt: dueIn(1), status: 'SCHEDULED', viewerCanCancel: true, viewerCanReschedule: true }] },
    });
    const empty = await (await portal.world.alwaysOpen()).customer();
    expect((await statementsOf(portal, () => empty.get(dashboard, { now: dueIn(0) }))).count).toBe(count);
  });

  it('reads the slots of a month with as many statements as those of an hour', async () => {
    const slots = (hours: number) =>
      statementsOf(portal, () =>
        customer.get('query($from: DateTime!, $to: DateTime!) { callSlots(from: $from, to: $to) { available } }', {
          from: dueIn(24),
          to: dueIn(24 + hours),
        }),
      );
    const [few, many] = [await slots(1), await slots(31 * 24)];
    expect([few.result.callSlots.length, many.result.callSlots.length]).toEqual([2, 31 * 48]);
    expect(many.count).toBe(few.count);
  });

  it('reads a ticket with its thread and its calls', async () => {
    const { ticket } = await customer.get(
      `query($id: ID!) { ticket(id: $id) {
        messages(last: 20) { nodes { body createdAt } }
        callRequests(last: 20) { totalCount nodes { status createdAt viewerCanCancel } pageInfo { hasPreviousPage } }
      } }`,
      { id: ticketId },
    );
    expect(ticket.callRequests).toMatchObject({ totalCount: 50, pageInfo: { hasPreviousPage: true } });
    const times = ticket.callRequests.nodes.map(({ createdAt }: { createdAt: string }) => createdAt);
    expect(times).toEqual(times.toSorted());
    expect(times).toHaveLength(20);
  });
});
