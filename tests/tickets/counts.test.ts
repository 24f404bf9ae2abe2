import { expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

it('more than ten thousand are not counted to their end, in lists and in numbers by status', async () => {
  const tenant = await portal.world.tenant();
  const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  const { id } = await customer.openTicket();
  const copies = (count: number, from: number, status: string) =>
    portal.database.superuser.query(
      `insert into ticket (id, tenant_id, customer_id, number, title, status, priority, type, created_by_id, public_message_count,
         message_count, last_public_message_at, last_message_at, created_at, public_updated_at, updated_at)
       select gen_random_uuid(), tenant_id, customer_id, $2 + n, title, $3, priority, type, created_by_id, 1, 1, last_public_message_at,
         last_message_at, created_at, public_updated_at, updated_at
       from ticket cross join generate_series(1, $4::int) as n where id = $1`,
      [id, from, status, count],
    );
  await copies(9_999, 2_000, 'OPEN');
  const query = `{
    tickets(first: 1) { totalCount nodes { id } }
    viewer { ticketStats { totalTickets openTickets pendingTickets resolvedTickets closedTickets } }
    closed: tickets(filter: { status: [CLOSED] }) { totalCount }
  }`;
  const queues = async () =>
    (await agent.get('{ viewer { ticketQueues { mine unassigned waitingForStaff waitingForCustomer all } } }')).viewer
      .ticketQueues;
  for (const viewer of [customer, agent]) {
    const { tickets, closed, viewer: read } = await viewer.get(query);
    expect(tickets.totalCount).toBe(10_000);
    expect(closed.totalCount).toBe(0);
    expect(read.ticketStats).toMatchObject({ totalTickets: 10_000, openTickets: 10_000, closedTickets: 0 });
  }
  expect(await queues()).toEqual({
    mine: 0,
    unassigned: 10_000,
    waitingForStaff: 10_000,
    waitingForCustomer: 0,
    all: 10_000,
  });
  await copies(1, 20_000, 'OPEN');
  expect(await queues()).toEqual({
    mine: 0,
    unassigned: 10_001,
    waitingForStaff: 10_001,
    waitingForCustomer: 0,
    all: 10_001,
  });
  await copies(500, 21_000, 'CLOSED');
  for (const viewer of [customer, agent]) {
    const { tickets, closed, viewer: read } = await viewer.get(query);
    expect(tickets.totalCount).toBe(10_001);
    expect(closed.totalCount).toBe(500);
    expect(read.ticketStats).toMatchObject({ totalTickets: 10_001, openTickets: 10_001, closedTickets: 500 });
  }
});
