import { beforeEach, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let agent: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [agent, customer] = await Promise.all([tenant.agent(), tenant.customer()]);
});

const waitingFor = async (id: string, who = agent) =>
  (await who.get('query($id: ID!) { ticket(id: $id) { waitingFor } }', { id })).ticket.waitingFor;

const queues = async (who = agent) =>
  (await who.get('{ viewer { ticketQueues { mine unassigned waitingForStaff waitingForCustomer all } } }')).viewer
    .ticketQueues;

const found = async (filter: Record<string, unknown>, who = agent) =>
  (
    await who.get(
      'query($filter: TicketFilter) { tickets(filter: $filter, sort: { field: NUMBER, direction: ASCENDING }) { nodes { title } } }',
      { filter },
    )
  ).tickets.nodes.map(({ title }: any) => title);

describe('a ticket', () => {
  it('waits for whoever has not written last', async () => {
    const { id } = await customer.openTicket();
    expect(await waitingFor(id)).toBe('STAFF');
    await agent.write(id, 'Which lamp?');
    expect(await waitingFor(id)).toBe('CUSTOMER');
    expect(await waitingFor(id, customer)).toBe('CUSTOMER');
    await customer.write(id, 'The left one.');
    expect(await waitingFor(id)).toBe('STAFF');
  });

  it('waits for the same after an internal note', async () => {
    const { id } = await customer.openTicket();
    await agent.write(id, 'A regular customer.', { internal: true });
    expect(await waitingFor(id)).toBe('STAFF');
    await agent.write(id, 'Which lamp?');
    await agent.write(id, 'Again.', { internal: true });
    expect(await waitingFor(id)).toBe('CUSTOMER');
  });

  it('that is pending waits for the customer, whose message brings it back', async () => {
    const { id } = await customer.openTicket();
    await agent.done('ticketUpdate', { id, input: { status: 'PENDING' } });
    expect(await waitingFor(id)).toBe('CUSTOMER');
    await customer.write(id, 'Here I am.');
    expect(await waitingFor(id)).toBe('STAFF');
  });

  it('waits for nobody once it is resolved or closed, and for staff when the customer reopens it by writing', async () => {
    const { id } = await customer.openTicket();
    await agent.write(id, 'Done.');
    for (const status of ['RESOLVED', 'CLOSED']) {
      await agent.done('ticketUpdate', { id, input: { status } });
      expect(await waitingFor(id)).toBeNull();
    }
    await customer.done('ticketReopen', { id });
    await customer.write(id, 'It is dark again.');
    expect(await waitingFor(id)).toBe('STAFF');
  });

  it('that staff open for a customer waits for staff until they answer', async () => {
    const { ticket } = await agent.done('ticketCreate', {
      input: { customerId: customer.customerId, title: 'Told by telephone', description: 'The lamp is dark.' },
    });
    expect(await waitingFor(ticket.id)).toBe('STAFF');
    await agent.write(ticket.id, 'We are on our way.');
    expect(await waitingFor(ticket.id)).toBe('CUSTOMER');
  });

  it('has the newest message that the viewer can see, and its beginning in one line', async () => {
    const { id } = await customer.openTicket();
    await agent.write(id, `  First line.\n\nSecond ${'word '.repeat(100)}`);
    await agent.write(id, 'Only for us.', { internal: true });
    const last = async (who: Person) =>
      (
        await who.get('query($id: ID!) { ticket(id: $id) { lastMessage { excerpt internal author { name } } } }', {
          id,
        })
      ).ticket.lastMessage;
    expect(await last(agent)).toEqual({ excerpt: 'Only for us.', internal: true, author: { name: agent.name } });
    const seen = await last(customer);
    expect(seen).toMatchObject({ internal: false, author: { name: agent.name } });
    expect(seen.excerpt).toMatch(/^First line\. Second word word/);
    expect(seen.excerpt.length).toBeLessThanOrEqual(200);
  });
});

describe('the queues of staff', () => {
  it('count what is open and pending, by assignee and by who is waited for', async () => {
    const [first, second, third] = [
      await customer.openTicket({ title: 'first' }),
      await customer.openTicket({ title: 'second' }),
      await customer.openTicket({ title: 'third' }),
    ];
    await agent.done('ticketUpdate', { id: first.id, input: { assigneeId: agent.id } });
    await agent.write(second.id, 'Which lamp?');
    await agent.done('ticketUpdate', { id: third.id, input: { status: 'RESOLVED' } });
    expect(await queues()).toEqual({ mine: 1, unassigned: 1, waitingForStaff: 1, waitingForCustomer: 1, all: 2 });
    expect(await queues(await tenant.agent())).toMatchObject({ mine: 0, unassigned: 1 });
    expect(await found({ waitingFor: 'STAFF' })).toEqual(['first']);
    expect(await found({ waitingFor: 'CUSTOMER' })).toEqual(['second']);
    expect(await found({ assigneeId: agent.id })).toEqual(['first']);
  });

  it('are of one tenant, and not for customers', async () => {
    await customer.openTicket();
    const elsewhere = await (await portal.world.tenant()).agent();
    expect(await queues(elsewhere)).toMatchObject({ all: 0 });
    expect(await queues(customer)).toBeNull();
  });
});

describe('tickets', () => {
  it('are found by type and by when they were opened and changed', async () => {
    await customer.openTicket({ title: 'a question', type: 'QUESTION' });
    const between = new Date();
    await customer.openTicket({ title: 'an issue', type: 'ISSUE' });
    expect(await found({ type: ['QUESTION'] })).toEqual(['a question']);
    expect(await found({ createdAt: { from: between } })).toEqual(['an issue']);
    expect(await found({ createdAt: { before: between } })).toEqual(['a question']);
    expect(await found({ updatedAt: { from: between } })).toEqual(['an issue']);
  });

  it('tell customers by when they changed nothing of internal notes', async () => {
    const { id } = await customer.openTicket({ title: 'mine' });
    const before = new Date();
    await agent.write(id, 'Only for us.', { internal: true });
    expect(await found({ updatedAt: { from: before } })).toEqual(['mine']);
    expect(await found({ updatedAt: { from: before } }, customer)).toEqual([]);
  });
});
