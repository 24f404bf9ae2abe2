import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

describe('a customer', () => {
  it('opens a ticket and finds it as written', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const opened = await customer.openTicket({
      title: '  Slow   at night ',
      description: 'Every evening.\nSince Monday.',
      priority: 'HIGH',
      type: 'QUESTION',
    });
    const { ticket } = await customer.get(
      `query($id: ID!) {
        ticket(id: $id) {
          number title description status priority type messageCount
          customer { id name } assignee { id } messages { nodes { body internal author { name role } } totalCount }
          viewerCanReply viewerCanClose viewerCanReopen viewerCanUpdate
        }
      }`,
      { id: opened.id },
    );
    expect(ticket).toEqual({
      number: 1001,
      title: 'Slow at night',
      description: 'Every evening.\nSince Monday.',
      status: 'OPEN',
      priority: 'HIGH',
      type: 'QUESTION',
      messageCount: 1,
      customer: { id: customer.customerId, name: customer.name },
      assignee: null,
      messages: {
        nodes: [
          {
            body: 'Every evening.\nSince Monday.',
            internal: false,
            author: { name: customer.name, role: 'CUSTOMER' },
          },
        ],
        totalCount: 1,
      },
      viewerCanReply: true,
      viewerCanClose: true,
      viewerCanReopen: false,
      viewerCanUpdate: false,
    });
  });

  it('need not say how urgent it is or what kind it is, nor of which category where there are none', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const { id } = await customer.openTicket({ categoryId: null });
    expect(await customer.get('query($id: ID!) { ticket(id: $id) { priority type category { id } } }', { id })).toEqual(
      {
        ticket: { priority: 'MEDIUM', type: 'ISSUE', category: null },
      },
    );
  });

  it('finds every moment of a new ticket to be the same', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const { id } = await customer.openTicket();
    const { ticket } = await customer.get(
      'query($id: ID!) { ticket(id: $id) { createdAt updatedAt lastMessageAt messages { nodes { createdAt } } } }',
      { id },
    );
    const { createdAt } = ticket;
    expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(ticket).toEqual({
      createdAt,
      updatedAt: createdAt,
      lastMessageAt: createdAt,
      messages: { nodes: [{ createdAt }] },
    });
  });

  it('writes in any language, with line breaks, quotes and signs kept', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const text = 'রাতে ইন্টারনেট ধীর\n\t"quoted" <b>not bold</b> \\ % _ \u{1f50c} \u2028 end';
    const { id } = await customer.openTicket({ title: 'রাতে ইন্টারনেট ধীর', description: text });
    const { ticket } = await customer.get('query($id: ID!) { ticket(id: $id) { title description } }', { id });
    expect(ticket).toEqual({ title: 'রাতে ইন্টারনেট ধীর', description: text });
  });

  it('is told which field breaks which rule', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const input = { title: ' ', description: 'x'.repeat(20_001), idempotencyKey: 'nul\0' };
    const { ticketCreate } = await customer.get(
      `mutation($input: TicketCreateInput!) {
        ticketCreate(input: $input) { ticket { id } userErrors { code field message } }
      }`,
      { input },
    );
    expect(ticketCreate.ticket).toBeNull();
    expect(ticketCreate.userErrors).toHaveLength(3);
    expect(ticketCreate.userErrors).toEqual(
      expect.arrayContaining([
        { code: 'REQUIRED', field: 'input.title', message: 'title must not be empty.' },
        { code: 'TOO_LONG', field: 'input.description', message: 'description must have at most 20,000 characters.' },
        { code: 'INVALID', field: 'input.idempotencyKey', message: expect.stringContaining('NUL') },
      ]),
    );
  });

  it.each([
    ['title', 'x'.repeat(201), 'TOO_LONG'],
    ['title', '\n', 'REQUIRED'],
    ['title', 'broken \ud83d', 'INVALID'],
    ['description', '\t\n ', 'REQUIRED'],
    ['description', 'nul \0', 'INVALID'],
    ['idempotencyKey', 'x'.repeat(65), 'TOO_LONG'],
  ])('cannot give a %s of %j', async (field, value, code) => {
    const customer = await (await portal.world.tenant()).customer();
    const input = { title: 'No light', description: 'It went dark.', [field]: value };
    expect(await customer.refusal('ticketCreate', { input })).toMatchObject({ code, field: `input.${field}` });
    expect(await customer.get('{ tickets { totalCount } }')).toEqual({ tickets: { totalCount: 0 } });
  });

  it('can use the limits to the full', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const input = { title: 't'.repeat(200), description: 'd'.repeat(20_000) };
    const { id } = await customer.openTicket({ ...input, idempotencyKey: 'k'.repeat(64) });
    expect(await customer.get('query($id: ID!) { ticket(id: $id) { title description } }', { id })).toEqual({
      ticket: input,
    });
  });
});

describe('nobody', () => {
  it('opens tickets without signing in', async () => {
    const input = { title: 'No light', description: 'It went dark.' };
    const { errors } = await portal.nobody.ask(
      'mutation($input: TicketCreateInput!) { ticketCreate(input: $input) { ticket { id } } }',
      { input },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('a ticket', () => {
  it.each(['not-a-uuid', '', '0', randomUUID(), `${randomUUID()}'; select 1`, '\0'])(
    'is not there under the id %j',
    async (id) => {
      const customer = await (await portal.world.tenant()).customer();
      expect(await customer.get('query($id: ID!) { ticket(id: $id) { id } }', { id })).toEqual({ ticket: null });
      expect(await customer.refusal('ticketClose', { id })).toMatchObject({ code: 'NOT_FOUND', field: 'id' });
    },
  );

  it('is found by its id in capitals too', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const { id } = await customer.openTicket();
    const variables = { id: id.toUpperCase() };
    expect(await customer.get('query($id: ID!) { ticket(id: $id) { id } }', variables)).toEqual({ ticket: { id } });
    expect((await customer.done('ticketClose', variables)).ticket).toEqual({ id, status: 'CLOSED' });
  });
});
