import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import { statementsOf } from '../support/statements.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let colleague: Person;

beforeAll(async () => {
  tenant = await portal.world.alwaysOpen();
  [customer, agent, colleague] = await Promise.all([tenant.customer(), tenant.agent(), tenant.agent()]);
});

const query = `query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  ticket(id: $id) { timeline(first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes {
      id event occurredAt origin actor { id name } changes { field from to } ticket { id }
      message { body internal } callRequest { id status } feedback { rating } mails { name sentAt failure }
    }
  } }
}`;

const timeline = async (who: Person, id: string, page: Record<string, unknown> = { first: 100 }) =>
  (await who.get(query, { id, ...page })).ticket.timeline;

/** A ticket to which everything happens that can. */
async function eventful() {
  const { id } = await customer.openTicket({ description: 'It went dark.' });
  await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id, priority: 'HIGH' } });
  await agent.write(id, 'Ask the technician.', { internal: true });
  await agent.done('ticketUpdate', { id, input: { assigneeId: colleague.id } });
  const call = await customer.requestCall({ ticketId: id });
  await colleague.done('callRequestComplete', { id: call.id, input: { outcome: 'REACHED' } });
  await colleague.write(id, 'It was the cable.');
  await colleague.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
  await customer.done('feedbackSubmit', { ticketId: id, input: { rating: 5 } });
  return { id, call };
}

const events = ({ nodes }: { nodes: { event: string }[] }) => nodes.map(({ event }) => event);

describe('the timeline of a ticket', () => {
  it('has everything that happened to it, in order, with who did what from what to what', async () => {
    const { id, call } = await eventful();
    const seen = await timeline(agent, id);
    expect(seen.nodes).toMatchObject([
      { event: 'TicketCreated', actor: { id: customer.id }, message: { body: 'It went dark.' }, changes: [] },
      { event: 'TicketEdited', changes: [{ field: 'priority', from: 'MEDIUM', to: 'HIGH' }] },
      { event: 'TicketAssigned', changes: [{ field: 'assignee', from: null, to: agent.id }], origin: 'VIEWER' },
      { event: 'MessageAdded', message: { body: 'Ask the technician.', internal: true } },
      { event: 'TicketAssigned', changes: [{ field: 'assignee', from: agent.id, to: colleague.id }] },
      { event: 'CallRequested', callRequest: { id: call.id }, message: null, feedback: null },
      { event: 'CallRequestUpdated', changes: [{ field: 'status', from: 'REQUESTED', to: 'COMPLETED' }] },
      { event: 'MessageAdded', actor: { id: colleague.id, name: colleague.name }, ticket: { id } },
      { event: 'TicketStatusChanged', changes: [{ field: 'status', from: 'OPEN', to: 'RESOLVED' }] },
      { event: 'FeedbackSubmitted', actor: { id: customer.id }, feedback: { rating: 5 } },
    ]);
    expect(seen.totalCount).toBe(10);
    const times = seen.nodes.map(({ occurredAt }: { occurredAt: string }) => occurredAt);
    expect(times).toEqual([...new Set(times)].toSorted());
  });

  it('has for its customer what is theirs to know: no notes, no one who had it before, no emails', async () => {
    const { id } = await eventful();
    await portal.settle();
    const [forCustomer, forStaff] = [await timeline(customer, id), await timeline(agent, id)];
    expect(events(forCustomer)).toEqual([
      'TicketCreated',
      'TicketEdited',
      'TicketAssigned',
      'TicketAssigned',
      'CallRequested',
      'CallRequestUpdated',
      'MessageAdded',
      'TicketStatusChanged',
      'FeedbackSubmitted',
    ]);
    expect(forCustomer.totalCount).toBe(9);
    for (const { event, changes, mails } of forCustomer.nodes) {
      if (event === 'TicketAssigned') expect(changes).toEqual([]);
      expect(mails).toEqual([]);
    }
    const answered = forStaff.nodes.find(({ message }: any) => message?.body === 'It was the cable.');
    expect(answered.mails).toEqual([{ name: customer.name, sentAt: expect.any(String), failure: null }]);
  });

  it('can be paged from both ends, and costs one statement however much there is', async () => {
    const { id } = await eventful();
    const all = events(await timeline(agent, id));
    const first = await timeline(agent, id, { first: 4 });
    const rest = await timeline(agent, id, { first: 100, after: first.pageInfo.endCursor });
    expect([...events(first), ...events(rest)]).toEqual(all);
    const newest = await timeline(customer, id, { last: 2 });
    expect(events(newest)).toEqual(['TicketStatusChanged', 'FeedbackSubmitted']);
    expect(newest.pageInfo).toMatchObject({ hasPreviousPage: true });
    const before = await timeline(customer, id, { last: 1, before: newest.pageInfo.startCursor });
    expect(events(before)).toEqual(['MessageAdded']);

    const few = await statementsOf(portal, () => timeline(agent, id, { first: 1 }));
    const many = await statementsOf(portal, () => timeline(agent, id));
    expect(many.count).toBe(few.count);
  });

  it('is nobody else’s', async () => {
    const { id } = await customer.openTicket();
    const other = await tenant.customer();
    expect((await other.get(query, { id, first: 10 })).ticket).toBeNull();
  });
});

describe('the history', () => {
  it('can be neither changed nor deleted by the server, whoever asks', async () => {
    await eventful();
    const { rows } = await portal.database.superuser.query(
      'select count(*)::int as events from portal_event where user_id is null',
    );
    const { orm } = portal.app.portal;
    const asPortal = { 'portal.tenant': tenant.id, 'portal.access': 'staff', 'portal.user': '', 'portal.customer': '' };
    for (const variables of [asPortal, { ...asPortal, 'portal.user': agent.id }]) {
      const entityManager = orm.em.fork({ session: { variables } });
      for (const statement of [
        `update portal_event set type = 'Nothing'`,
        'delete from portal_event where user_id is null',
      ]) {
        const { affectedRows } = await entityManager.execute<{ affectedRows: number }>(statement, [], 'run');
        expect(affectedRows, statement).toBe(0);
      }
    }
    const { rows: after } = await portal.database.superuser.query(
      `select count(*)::int as events from portal_event where user_id is null and type <> 'Nothing'`,
    );
    expect(after).toEqual(rows);
  });
});
