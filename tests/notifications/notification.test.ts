import { describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import { statementsOf } from '../support/statements.ts';
import { bodies, list, listQuery, ticketWithPeople, withAnswers } from './notified.ts';

const portal = usePortal();

describe('a notification', () => {
  it('shows the customer who answered what', async () => {
    const { id, number, customer, agent } = await withAnswers(portal, 1);
    expect((await list(customer)).nodes).toMatchObject([
      {
        kind: 'MESSAGE_ADDED',
        readAt: null,
        actor: { id: agent.id, name: agent.name },
        ticket: { id, number, customer: { name: customer.name } },
        message: { body: 'Answer 1' },
        feedback: null,
        status: null,
      },
    ]);
  });

  it('shows the customer which status the ticket was given, whatever it is now', async () => {
    const { id, customer, agent } = await ticketWithPeople(portal);
    for (const status of ['RESOLVED', 'OPEN', 'CLOSED']) await agent.done('ticketUpdate', { id, input: { status } });
    const { nodes } = await list(customer);
    expect(nodes.map(({ kind, status, ticket, message }: any) => [kind, status, ticket.status, message])).toEqual(
      ['CLOSED', 'OPEN', 'RESOLVED'].map((status) => ['TICKET_STATUS_CHANGED', status, 'CLOSED', null]),
    );
  });

  it('shows the admins a new ticket, with its message, and feedback', async () => {
    const { id, customer, agent, admin } = await ticketWithPeople(portal);
    await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    await customer.done('feedbackSubmit', { ticketId: id, input: { rating: 2 } });
    expect((await list(admin)).nodes).toMatchObject([
      { kind: 'FEEDBACK_SUBMITTED', actor: { id: customer.id }, feedback: { rating: 2 }, message: null },
      { kind: 'TICKET_CREATED', actor: { id: customer.id }, message: { body: 'It went dark at noon.' } },
    ]);
  });

  it('shows the assignee what the customer wrote and did, and no one else', async () => {
    const { id, customer, agent, admin } = await ticketWithPeople(portal);
    await customer.write(id, 'Still dark.');
    await customer.done('ticketClose', { id });
    expect((await list(agent)).nodes).toMatchObject([
      { kind: 'TICKET_STATUS_CHANGED', status: 'CLOSED' },
      { kind: 'MESSAGE_ADDED', message: { body: 'Still dark.' } },
    ]);
    expect((await list(admin)).nodes).toMatchObject([{ kind: 'TICKET_CREATED' }]);
  });

  it('is never for the actor, nor about an internal note', async () => {
    const { id, customer, agent } = await withAnswers(portal, 1);
    await agent.write(id, 'Between us.', { internal: true });
    expect((await list(agent)).totalCount).toBe(0);
    expect(bodies(await list(customer))).toEqual(['Answer 1']);
  });

  it('is written with the event, or not at all', async () => {
    const { id, customer, agent } = await ticketWithPeople(portal);
    await agent.done('ticketClose', { id });
    const before = await list(customer);
    await agent.refusal('messageAdd', { ticketId: id, input: { body: 'Too late.' } });
    await agent.refusal('ticketClose', { id });
    expect(await list(customer)).toEqual(before);
    const { rows } = await portal.database.superuser.query(
      `select count(*)::int as lost from notification n where not exists (
        select from portal_event e where e.tenant_id = n.tenant_id and e.tenant_sequence = n.event_sequence and e.type = n.kind)`,
    );
    expect(rows).toEqual([{ lost: 0 }]);
  });

  it('is for one user alone: neither colleagues nor other tenants nor visitors can see it', async () => {
    const { tenant, customer } = await withAnswers(portal, 2);
    const elsewhere = await portal.world.tenant();
    const others = await Promise.all([
      tenant.customer(),
      tenant.agent(),
      tenant.admin(),
      elsewhere.customer(),
      elsewhere.admin(),
    ]);
    for (const other of others) expect(await list(other)).toMatchObject({ totalCount: 0, unreadCount: 0, nodes: [] });
    expect(await list(customer)).toMatchObject({ totalCount: 2, unreadCount: 2 });
    expect((await portal.nobody.ask(listQuery)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('the list of notifications', () => {
  it('is newest first, in pages, and counts the unread ones whatever it is limited to', async () => {
    const { customer } = await withAnswers(portal, 5);
    const [newest] = (await list(customer, { first: 1 })).nodes;
    await customer.done('notificationsMarkRead', { input: { ids: [newest.id] } });
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page: any = await list(customer, { first: 2, after });
      expect(page).toMatchObject({ totalCount: 5, unreadCount: 4 });
      found.push(...bodies(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(found).toEqual([5, 4, 3, 2, 1].map((number) => `Answer ${number}`));
    const unread = await list(customer, { unreadOnly: true });
    expect(unread).toMatchObject({ totalCount: 4, unreadCount: 4 });
    expect(bodies(unread)).toEqual([4, 3, 2, 1].map((number) => `Answer ${number}`));
  });

  it('can be counted alone, under any name', async () => {
    const { customer } = await withAnswers(portal, 2);
    expect(await customer.get('{ bell: notifications(first: 1) { unread: unreadCount } }')).toEqual({
      bell: { unread: 2 },
    });
  });

  it('costs the same SQL statements, however long it is', async () => {
    const { customer } = await withAnswers(portal, 12);
    const few = await statementsOf(portal, () => list(customer, { first: 1 }));
    const many = await statementsOf(portal, () => list(customer, { first: 100 }));
    expect([few.result.nodes.length, many.result.nodes.length]).toEqual([1, 12]);
    expect(many.count).toBe(few.count);
  });
});

describe('every night', () => {
  it('read notifications are deleted after 90 days, and unread ones after a year', async () => {
    const { customer } = await withAnswers(portal, 6);
    const { nodes } = await list(customer);
    const ages = [
      [89, true],
      [91, true],
      [91, false],
      [364, false],
      [366, false],
      [366, true],
    ] as const;
    for (const [index, [days, read]] of ages.entries()) {
      await portal.database.superuser.query(
        `update notification set created_at = now() - $2 * interval '1 day',
           read_at = case when $3 then now() - interval '1 hour' end where id = $1`,
        [nodes[index].id, days, read],
      );
    }
    await portal.runNightlyJobs();
    const left = (await list(customer)).nodes.map((node: { id: string }) => node.id);
    expect(left).toEqual([nodes[0].id, nodes[2].id, nodes[3].id]);
  });
});
