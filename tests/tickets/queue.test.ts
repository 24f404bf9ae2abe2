import { describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();

async function newTenant() {
  const tenant = await portal.world.tenant();
  const [customer, agent, colleague] = await Promise.all([tenant.customer(), tenant.agent(), tenant.agent()]);
  return { tenant, customer, agent, colleague };
}

/** The titles of the tickets that fulfil the filter, in alphabetical order. */
async function titles(viewer: Person, filter: Record<string, unknown>): Promise<string[]> {
  const { tickets } = await viewer.get(
    'query($filter: TicketFilter) { tickets(first: 100, filter: $filter) { totalCount nodes { title } } }',
    { filter },
  );
  const found = (tickets.nodes as { title: string }[]).map(({ title }) => title).toSorted();
  expect(tickets.totalCount).toBe(found.length);
  return found;
}

/** Whose turn it is: what the ticket says, with which both lists have to agree. */
async function turn(viewer: Person, id: string): Promise<'STAFF' | 'CUSTOMER' | null> {
  const { ticket, staff, customer } = await viewer.get(
    `query($id: ID!) {
      ticket(id: $id) { waitingFor }
      staff: tickets(first: 100, filter: { waitingFor: STAFF }) { nodes { id } }
      customer: tickets(first: 100, filter: { waitingFor: CUSTOMER }) { nodes { id } }
    }`,
    { id },
  );
  const isIn = ({ nodes }: { nodes: { id: string }[] }) => nodes.some((each) => each.id === id);
  expect([isIn(staff), isIn(customer)]).toEqual([ticket.waitingFor === 'STAFF', ticket.waitingFor === 'CUSTOMER']);
  return ticket.waitingFor;
}

const change = (agent: Person, id: string, input: Record<string, unknown>) => agent.done('ticketUpdate', { id, input });

describe('whose turn it is', () => {
  it('goes with the public messages of each side', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await customer.openTicket();
    expect(await turn(agent, id)).toBe('STAFF');
    await customer.write(id, 'One more thing.');
    expect(await turn(agent, id)).toBe('STAFF');
    await agent.write(id, 'Which lamp is it?');
    expect(await turn(agent, id)).toBe('CUSTOMER');
    expect(await turn(customer, id)).toBe('CUSTOMER');
    await customer.write(id, 'The blue one.');
    expect(await turn(agent, id)).toBe('STAFF');
  });

  it('is that of staff when they have opened the ticket for the customer, until they answer', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await agent.openTicket({ customerId: customer.customerId, title: 'By telephone' });
    expect(await turn(agent, id)).toBe('STAFF');
    await agent.write(id, 'We are on our way.');
    expect(await turn(agent, id)).toBe('CUSTOMER');
  });

  it('stays with internal notes, assignees and other fields', async () => {
    const { customer, agent, colleague } = await newTenant();
    const { id } = await customer.openTicket();
    const touch = async () => {
      await agent.write(id, 'A colleague knows this.', { internal: true });
      await change(agent, id, { assigneeId: colleague.id, priority: 'URGENT' });
      await change(agent, id, { assigneeId: null, priority: 'LOW', title: 'Another' });
    };
    await touch();
    expect(await turn(agent, id)).toBe('STAFF');
    await agent.write(id, 'Done?');
    await touch();
    expect(await turn(agent, id)).toBe('CUSTOMER');
  });

  it('is nobody’s when the ticket is resolved or closed, and that of staff when it is reopened', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await customer.openTicket();
    await agent.write(id, 'Have you tried another bulb?');
    await change(agent, id, { status: 'RESOLVED' });
    expect(await turn(agent, id)).toBeNull();
    await customer.write(id, 'It does not help.');
    expect(await turn(agent, id)).toBe('STAFF');
    await agent.write(id, 'And now?');
    await customer.done('ticketClose', { id });
    expect(await turn(customer, id)).toBeNull();
    await customer.done('ticketReopen', { id });
    expect(await turn(agent, id)).toBe('STAFF');
  });

  it('is that of the customer in what staff set to pending, and of staff in what they set to open', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await customer.openTicket();
    await change(agent, id, { status: 'PENDING' });
    expect(await turn(agent, id)).toBe('CUSTOMER');
    await change(agent, id, { status: 'OPEN' });
    expect(await turn(agent, id)).toBe('STAFF');
  });
});

describe('the last message of a ticket', () => {
  const last = async (viewer: Person, id: string) => {
    const { ticket } = await viewer.get(
      'query($id: ID!) { ticket(id: $id) { lastMessageAt lastMessage { excerpt internal createdAt author { name } } } }',
      { id },
    );
    const { createdAt, ...message } = ticket.lastMessage;
    expect(createdAt).toBe(ticket.lastMessageAt);
    return message;
  };

  it('says who wrote it and how it begins, of internal notes to staff alone', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await customer.openTicket({ description: 'No light,\n\nsince noon.' });
    const first = { excerpt: 'No light, since noon.', internal: false, author: { name: customer.name } };
    expect(await last(agent, id)).toEqual(first);
    await agent.write(id, 'It is the cable.', { internal: true });
    expect(await last(customer, id)).toEqual(first);
    const note = { excerpt: 'It is the cable.', internal: true, author: { name: agent.name } };
    expect(await last(agent, id)).toEqual(note);
    await agent.write(id, 'Please check the cable.');
    const answer = { excerpt: 'Please check the cable.', internal: false, author: { name: agent.name } };
    expect(await last(customer, id)).toEqual(answer);
    expect(await last(agent, id)).toEqual(answer);
  });

  it('has its first words alone, whatever is written', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await customer.openTicket({ description: 'Many words. '.repeat(500) });
    const { excerpt } = await last(agent, id);
    expect(excerpt).toMatch(/^Many words\. .* …$/);
    expect(excerpt.length).toBeLessThan(210);
    await customer.write(id, 'ধীর গতি '.repeat(500));
    expect((await last(agent, id)).excerpt).toMatch(/^(?:ধীর গতি )+(?:ধীর )?…$/);
  });
});

describe('a queue', () => {
  it('is of one assignee, or of several', async () => {
    const { customer, agent, colleague } = await newTenant();
    await customer.openTicket({ title: 'Nobody’s' });
    for (const [title, { id: assigneeId }] of Object.entries({ 'The agent’s': agent, 'The colleague’s': colleague })) {
      const { id } = await customer.openTicket({ title });
      await change(agent, id, { assigneeId });
    }
    expect(await titles(agent, { assigneeId: [colleague.id] })).toEqual(['The colleague’s']);
    // one is a list of one
    expect(await titles(agent, { assigneeId: colleague.id })).toEqual(['The colleague’s']);
    expect(await titles(agent, { assigneeId: [agent.id, colleague.id] })).toEqual(['The agent’s', 'The colleague’s']);
    expect(await titles(agent, { assigneeId: [agent.id], assignment: 'UNASSIGNED' })).toEqual([]);
    expect(await titles(agent, { assigneeId: ['nobody', colleague.id] })).toEqual(['The colleague’s']);
    expect(await titles(agent, { assigneeId: ['nobody'] })).toEqual([]);
    expect(await titles(agent, { assigneeId: [] })).toHaveLength(3);
    expect(await titles(agent, { assigneeId: null })).toHaveLength(3);
  });

  it('is refused for more than a hundred assignees', async () => {
    const { agent } = await newTenant();
    const { errors } = await agent.ask('query($filter: TicketFilter) { tickets(filter: $filter) { totalCount } }', {
      filter: { assigneeId: Array.from({ length: 101 }, () => agent.id) },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.assigneeId' } }]);
  });

  it('is of some types, together with everything else that is asked for', async () => {
    const { customer, agent } = await newTenant();
    for (const type of ['ISSUE', 'QUESTION', 'REQUEST']) await customer.openTicket({ title: type, type });
    expect(await titles(agent, { type: ['QUESTION'] })).toEqual(['QUESTION']);
    expect(await titles(customer, { type: ['ISSUE', 'REQUEST'], waitingFor: 'STAFF' })).toEqual(['ISSUE', 'REQUEST']);
    expect(await titles(agent, { type: ['ISSUE'], waitingFor: 'CUSTOMER' })).toEqual([]);
    expect(await titles(agent, { type: [], waitingFor: null })).toHaveLength(3);
    expect(await titles(agent, { type: ['QUESTION'], status: ['PENDING', 'OPEN'], search: 'question' })).toEqual([
      'QUESTION',
    ]);
  });

  it('is of a period, with its first moment and without its last', async () => {
    const { customer, agent } = await newTenant();
    const [first, second] = [
      await customer.openTicket({ title: 'First' }),
      await customer.openTicket({ title: 'Second' }),
    ];
    const times = async (id: string) =>
      (await agent.get('query($id: ID!) { ticket(id: $id) { createdAt updatedAt } }', { id })).ticket;
    const { createdAt: from } = await times(first.id);
    const { createdAt: before } = await times(second.id);
    expect(await titles(agent, { createdAt: { from, before } })).toEqual(['First']);
    expect(await titles(agent, { createdAt: { from } })).toEqual(['First', 'Second']);
    expect(await titles(agent, { createdAt: { before } })).toEqual(['First']);
    expect(await titles(agent, { createdAt: {} })).toEqual(['First', 'Second']);
    await agent.write(first.id, 'Since then.');
    const { updatedAt } = await times(first.id);
    expect(await titles(agent, { updatedAt: { from: updatedAt } })).toEqual(['First']);
    expect(await titles(customer, { updatedAt: { before: updatedAt } })).toEqual(['Second']);
  });
});

describe('the numbers of the queues', () => {
  const numbers = async (viewer: Person): Promise<number[]> => {
    const { viewer: read } = await viewer.get(
      '{ viewer { ticketQueues { mine unassigned waitingForStaff waitingForCustomer all } } }',
    );
    return Object.values(read.ticketQueues);
  };

  it('follow messages of each side, assignees, closing and reopening, and no internal note', async () => {
    const [{ customer, agent, colleague }, elsewhere] = await Promise.all([newTenant(), newTenant()]);
    await elsewhere.customer.openTicket();
    expect(await numbers(agent)).toEqual([0, 0, 0, 0, 0]);
    const [{ id }] = [await customer.openTicket(), await customer.openTicket()];
    expect(await numbers(agent)).toEqual([0, 2, 2, 0, 2]);
    await change(agent, id, { assigneeId: agent.id });
    expect(await numbers(agent)).toEqual([1, 1, 2, 0, 2]);
    expect(await numbers(colleague)).toEqual([0, 1, 2, 0, 2]);
    await agent.write(id, 'For colleagues.', { internal: true });
    expect(await numbers(agent)).toEqual([1, 1, 2, 0, 2]);
    await agent.write(id, 'For the customer.');
    expect(await numbers(agent)).toEqual([1, 1, 1, 1, 2]);
    await customer.write(id, 'Thank you.');
    expect(await numbers(agent)).toEqual([1, 1, 2, 0, 2]);
    await change(agent, id, { assigneeId: colleague.id });
    expect(await numbers(agent)).toEqual([0, 1, 2, 0, 2]);
    expect(await numbers(colleague)).toEqual([1, 1, 2, 0, 2]);
    await customer.done('ticketClose', { id });
    expect(await numbers(colleague)).toEqual([0, 1, 1, 0, 1]);
    await customer.done('ticketReopen', { id });
    expect(await numbers(colleague)).toEqual([1, 1, 2, 0, 2]);
  });

  it('are those of the lists', async () => {
    const { customer, agent } = await newTenant();
    for (const assigneeId of [agent.id, agent.id, null]) {
      const { id } = await customer.openTicket();
      await change(agent, id, { assigneeId, status: assigneeId ? 'PENDING' : 'OPEN' });
    }
    await change(agent, (await customer.openTicket()).id, { status: 'RESOLVED', assigneeId: agent.id });
    const lists = await agent.get(`{
      mine: tickets(filter: { assignment: MINE, status: [OPEN, PENDING] }) { totalCount }
      unassigned: tickets(filter: { assignment: UNASSIGNED, status: [PENDING, OPEN, OPEN] }) { totalCount }
      staff: tickets(filter: { waitingFor: STAFF }) { totalCount }
      customer: tickets(filter: { waitingFor: CUSTOMER }) { totalCount }
      all: tickets(filter: { status: [OPEN, PENDING] }) { totalCount }
    }`);
    const counted = Object.values<{ totalCount: number }>(lists).map(({ totalCount }) => totalCount);
    expect(counted).toEqual([2, 1, 1, 2, 3]);
    expect(await numbers(agent)).toEqual(counted);
  });
});

describe('a customer', () => {
  it('has no queues', async () => {
    const { customer } = await newTenant();
    expect(await customer.get('{ viewer { ticketQueues { mine all } } }')).toEqual({ viewer: { ticketQueues: null } });
  });

  it('learns nothing of internal notes from the time of changes', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await customer.openTicket({ title: 'Mine' });
    await agent.write(id, 'The customer should not know when this was written.', { internal: true });
    const { ticket } = await agent.get('query($id: ID!) { ticket(id: $id) { updatedAt } }', { id });
    expect(await titles(agent, { updatedAt: { from: ticket.updatedAt } })).toEqual(['Mine']);
    expect(await titles(customer, { updatedAt: { from: ticket.updatedAt } })).toEqual([]);
  });

  it('finds nothing of others by any filter', async () => {
    const { tenant, customer, agent } = await newTenant();
    const neighbour = await tenant.customer();
    const { id } = await neighbour.openTicket({ title: 'The neighbour’s' });
    await change(agent, id, { assigneeId: agent.id });
    for (const filter of [
      { assigneeId: [agent.id] },
      { waitingFor: 'STAFF' },
      { type: ['ISSUE'] },
      { createdAt: { from: '2000-01-01T00:00:00Z' } },
      { updatedAt: { before: '2100-01-01T00:00:00Z' } },
    ]) {
      expect(await titles(agent, filter)).toEqual(['The neighbour’s']);
      expect(await titles(customer, filter)).toEqual([]);
    }
  });
});
