import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

/** A customer's ticket that stands as told. */
async function newTicket(status = 'OPEN') {
  const tenant = await portal.world.tenant();
  const [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
  const { id } = await customer.openTicket({ description: 'It went dark.' });
  if (status !== 'OPEN') await agent.done('ticketUpdate', { id, input: { status } });
  return { tenant, customer, agent, admin, id };
}

/** What a list of tickets tells of the ticket, and what is at the end of its thread. */
async function traces(viewer: ApiClient, id: string) {
  const { ticket, tickets } = await viewer.get(
    `query($id: ID!) {
      ticket(id: $id) {
        status messageCount lastMessageAt updatedAt
        messages(last: 1) { totalCount nodes { body internal createdAt } pageInfo { hasPreviousPage } }
      }
      tickets(filter: { search: "secret cable" }) { totalCount }
    }`,
    { id },
  );
  return { ...ticket, found: tickets.totalCount };
}

describe('a message', () => {
  it('is read by both sides, with who wrote it', async () => {
    const { customer, agent, id } = await newTicket();
    await agent.write(id, '  Please unplug it.\nWait a minute. ');
    await customer.write(id, 'Done.');
    const query =
      'query($id: ID!) { ticket(id: $id) { messages { nodes { body internal author { id name role } } } } }';
    const expected = [
      { body: 'It went dark.', internal: false, author: { id: customer.id, name: customer.name, role: 'CUSTOMER' } },
      {
        body: '  Please unplug it.\nWait a minute.',
        internal: false,
        author: { id: agent.id, name: agent.name, role: 'AGENT' },
      },
      { body: 'Done.', internal: false, author: { id: customer.id, name: customer.name, role: 'CUSTOMER' } },
    ];
    for (const viewer of [customer, agent]) {
      expect((await viewer.get(query, { id })).ticket.messages.nodes).toEqual(expected);
    }
  });

  it('is answered with the ticket as it is then', async () => {
    const { customer, id } = await newTicket();
    const { messageAdd } = await customer.get(
      `mutation($id: ID!) {
        messageAdd(ticketId: $id, input: { body: "Any news?" }) {
          message { body createdAt ticket { messageCount } } ticket { messageCount lastMessageAt updatedAt } userErrors { code }
        }
      }`,
      { id },
    );
    const { createdAt } = messageAdd.message;
    expect(messageAdd).toEqual({
      message: { body: 'Any news?', createdAt, ticket: { messageCount: 2 } },
      ticket: { messageCount: 2, lastMessageAt: createdAt, updatedAt: createdAt },
      userErrors: [],
    });
  });

  it.each([
    ['body', ' \n', 'REQUIRED'],
    ['body', 'x'.repeat(20_001), 'TOO_LONG'],
    ['body', 'nul \0', 'INVALID'],
    ['idempotencyKey', 'x'.repeat(65), 'TOO_LONG'],
  ])('cannot have a %s of %j', async (field, value, code) => {
    const { customer, id } = await newTicket();
    const input = { body: 'Any news?', [field]: value };
    expect(await customer.refusal('messageAdd', { ticketId: id, input })).toMatchObject({
      code,
      field: `input.${field}`,
    });
    expect(await customer.thread(id)).toEqual(['It went dark.']);
  });

  it('cannot be written on a ticket that is not there for the writer', async () => {
    const { tenant, id } = await newTicket('CLOSED');
    const elsewhere = await portal.world.tenant();
    const outsiders = await Promise.all([tenant.customer(), elsewhere.customer(), elsewhere.agent()]);
    for (const outsider of [...outsiders, portal.nobody]) {
      for (const input of [
        { body: 'Hello' },
        { body: 'Hello', internal: true },
        { body: 'Hello', idempotencyKey: 'k' },
      ]) {
        expect(await outsider.refusal('messageAdd', { ticketId: id, input })).toEqual({
          code: 'NOT_FOUND',
          field: 'ticketId',
          message: 'Ticket not found.',
        });
      }
    }
  });
});

describe('the status of a ticket', () => {
  it.each(['OPEN', 'PENDING', 'RESOLVED'])('that is %s becomes OPEN when the customer writes', async (status) => {
    const { customer, id } = await newTicket(status);
    const { ticket } = await customer.done('messageAdd', { ticketId: id, input: { body: 'Still dark.' } });
    expect(ticket).toEqual({ id, status: 'OPEN' });
  });

  it.each(['OPEN', 'PENDING', 'RESOLVED'])('that is %s stays so when staff write', async (status) => {
    const { agent, admin, id } = await newTicket(status);
    for (const [writer, internal] of [
      [agent, false],
      [admin, false],
      [agent, true],
    ] as const) {
      const { ticket } = await writer.done('messageAdd', { ticketId: id, input: { body: 'We looked.', internal } });
      expect(ticket).toEqual({ id, status });
    }
  });

  it('that is CLOSED lets nobody write, not even internally', async () => {
    const { customer, agent, id } = await newTicket('CLOSED');
    const refusals = [
      await customer.refusal('messageAdd', { ticketId: id, input: { body: 'Still dark.' } }),
      await agent.refusal('messageAdd', { ticketId: id, input: { body: 'We looked.' } }),
      await agent.refusal('messageAdd', { ticketId: id, input: { body: 'We looked.', internal: true } }),
    ];
    expect(refusals.map(({ code }) => code)).toEqual(['WRONG_STATE', 'WRONG_STATE', 'WRONG_STATE']);
    expect(await agent.thread(id)).toEqual(['It went dark.']);
    await customer.done('ticketReopen', { id });
    await customer.write(id, 'Still dark.');
  });
});

describe('an internal note', () => {
  it('leaves no trace that a customer could notice', async () => {
    const { customer, agent, id } = await newTicket('PENDING');
    await agent.write(id, 'Please unplug it.');
    const before = await traces(customer, id);
    const note = await agent.done('messageAdd', { ticketId: id, input: { body: 'The secret cable!', internal: true } });
    expect(note.message).toMatchObject({ body: 'The secret cable!', internal: true });
    expect(before).toMatchObject({
      messageCount: 2,
      messages: { totalCount: 2, nodes: [{ body: 'Please unplug it.' }] },
    });
    expect(await traces(customer, id)).toEqual(before);
    expect(await customer.thread(id)).toEqual(['It went dark.', 'Please unplug it.']);
  });

  it('is there for staff, in the thread, the numbers and the search', async () => {
    const { agent, admin, id } = await newTicket();
    const before = await traces(agent, id);
    await agent.write(id, 'The secret cable!', { internal: true });
    const after = await traces(admin, id);
    expect(after).toMatchObject({
      messageCount: 2,
      found: 1,
      updatedAt: after.lastMessageAt,
      messages: {
        totalCount: 2,
        nodes: [{ body: 'The secret cable!', internal: true, createdAt: after.lastMessageAt }],
      },
    });
    expect(Date.parse(after.lastMessageAt)).toBeGreaterThan(Date.parse(before.lastMessageAt));
  });

  it('does not move the ticket in the customer’s list', async () => {
    const { customer, agent, id } = await newTicket();
    await customer.openTicket({ title: 'Later' });
    await agent.write(id, 'The secret cable!', { internal: true });
    for (const field of ['UPDATED_AT', 'LAST_MESSAGE_AT']) {
      const query = 'query($sort: TicketSort) { tickets(sort: $sort) { nodes { title } } }';
      const { tickets } = await customer.get(query, { sort: { field, direction: 'DESCENDING' } });
      expect(tickets.nodes[0].title).toBe('Later');
    }
  });

  it('is not for customers to write', async () => {
    const { customer, agent, id } = await newTicket();
    const input = { body: 'Just for you.', internal: true };
    expect(await customer.refusal('messageAdd', { ticketId: id, input })).toMatchObject({
      code: 'FORBIDDEN',
      field: 'input.internal',
    });
    expect(await agent.thread(id)).toEqual(['It went dark.']);
  });

  it('between two public messages does not show as a gap in the customer’s pages', async () => {
    const { customer, agent, id } = await newTicket();
    await agent.write(id, 'The secret cable!', { internal: true });
    await agent.write(id, 'Please unplug it.');
    const { ticket } = await customer.get(
      'query($id: ID!) { ticket(id: $id) { messages(last: 2) { nodes { body } pageInfo { hasPreviousPage } } } }',
      { id },
    );
    expect(ticket.messages).toEqual({
      nodes: [{ body: 'It went dark.' }, { body: 'Please unplug it.' }],
      pageInfo: { hasPreviousPage: false },
    });
  });
});
