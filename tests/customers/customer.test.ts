import { beforeEach, describe, expect, it } from 'vitest';
import { trySignIn, useForgetfulPortal } from '../account-links/emailed-links.ts';
import { invite } from '../account-links/invitations.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let agent: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await portal.world.alwaysOpen({}, { name: 'Northern Lights Internet' });
  [agent, customer] = await Promise.all([
    tenant.agent(),
    tenant.customer({ name: 'Hilltop Clinic', phone: '+8801712345678' }),
  ]);
});

const shown = async (who: Person, id = customer.customerId!) =>
  (await who.get('query($id: ID!) { customer(id: $id) { name phone locale timeZone status } }', { id })).customer;

const isRefused = async (who: { ask: Person['ask'] }) =>
  (await who.ask('{ viewer { id } }')).errors?.[0]?.extensions.code === 'UNAUTHENTICATED';

describe('a customer', () => {
  it('is shown by id to staff and to itself, and to nobody else', async () => {
    const expected = { name: 'Hilltop Clinic', phone: '+8801712345678', status: 'ACTIVE' };
    expect(await shown(agent)).toMatchObject(expected);
    expect(await shown(customer)).toMatchObject(expected);
    expect(await shown(await tenant.customer())).toBeNull();
    expect(await shown(await (await portal.world.tenant()).agent())).toBeNull();
  });

  it('was last there when one of its users was, which nobody was who has not signed in', async () => {
    const lastActive = async (id: string) =>
      (await agent.get('query($id: ID!) { customer(id: $id) { lastActiveAt } }', { id })).customer.lastActiveAt;
    const { customer: invited } = await agent.done('customerInvite', {
      input: { name: 'A neighbour', email: 'neighbour@village.example' },
    });
    expect(await lastActive(invited.id)).toBeNull();
    expect(Date.parse(await lastActive(customer.customerId!))).toBeLessThanOrEqual(Date.now());
  });

  it('has its own tickets, calls and feedback, each in a list of its own', async () => {
    const other = await tenant.customer();
    await other.openTicket({ title: 'Of another' });
    const { id } = await customer.openTicket({ title: 'Of the clinic' });
    await customer.requestCall({ reason: 'About the clinic' });
    await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    await customer.done('feedbackSubmit', { ticketId: id, input: { rating: 4 } });
    const lists = await agent.get(
      `query($filter: TicketFilter, $calls: CallRequestFilter, $feedback: FeedbackFilter) {
        tickets(filter: $filter) { nodes { title } }
        callRequests(filter: $calls) { nodes { reason } }
        feedbacks(filter: $feedback) { nodes { rating } }
      }`,
      Object.fromEntries(['filter', 'calls', 'feedback'].map((name) => [name, { customerId: customer.customerId }])),
    );
    expect(lists).toEqual({
      tickets: { nodes: [{ title: 'Of the clinic' }] },
      callRequests: { nodes: [{ reason: 'About the clinic' }] },
      feedbacks: { nodes: [{ rating: 4 }] },
    });
    const { tickets } = await agent.get('{ tickets(filter: { customerId: "no-id" }) { totalCount } }');
    expect(tickets.totalCount).toBe(0);
  });

  it('is searched for among its own tickets only', async () => {
    const other = await tenant.customer();
    await other.openTicket({ title: 'The lamp is dark' });
    await customer.openTicket({ title: 'A dark lamp' });
    const { tickets } = await agent.get(
      'query($id: ID) { tickets(filter: { customerId: $id, search: "lamp" }) { nodes { title } } }',
      { id: customer.customerId },
    );
    expect(tickets.nodes).toEqual([{ title: 'A dark lamp' }]);
  });
});

describe('changing a customer', () => {
  const update = (who: Person, input: Record<string, unknown>) =>
    who.verb('customerUpdate', { id: customer.customerId, input });

  it('changes the profile of its contact with it', async () => {
    const { userErrors, customer: changed } = await update(agent, {
      name: 'Hilltop Hospital',
      phone: '01712-345679',
      locale: 'bn',
      timeZone: 'Asia/Dhaka',
    });
    expect(userErrors).toEqual([]);
    const expected = { name: 'Hilltop Hospital', phone: '+8801712345679', locale: 'bn', timeZone: 'Asia/Dhaka' };
    expect(changed).toMatchObject(expected);
    expect((await customer.get('{ viewer { name phone locale timeZone } }')).viewer).toEqual(expected);
  });

  it('takes away the telephone number when it is blank', async () => {
    await update(agent, { phone: ' ' });
    expect(await shown(agent)).toMatchObject({ phone: null });
  });

  it('names what is wrong, and changes nothing then', async () => {
    const before = await shown(agent);
    for (const [input, code] of [
      [{ name: ' ' }, 'REQUIRED'],
      [{ phone: '12' }, 'INVALID'],
      [{ locale: 'xx' }, 'INVALID'],
      [{ timeZone: 'Dhaka' }, 'INVALID'],
    ] as const)
      expect((await update(agent, input)).userErrors).toMatchObject([
        { code, field: `input.${Object.keys(input)[0]}` },
      ]);
    expect(await shown(agent)).toEqual(before);
  });

  it('is for staff; customers change their profile', async () => {
    expect((await update(customer, { name: 'Mine' })).userErrors).toEqual([
      { code: 'FORBIDDEN', field: null, message: 'Only staff can change customers.' },
    ]);
  });
});

describe('deactivating a customer', () => {
  it('ends sockets and tokens on every server and refuses the password; what was written stays', async () => {
    const { id } = await customer.openTicket();
    const second = await portal.secondServer();
    const clients = [customer, customer.at(second.url)];
    const sockets = await Promise.all(clients.map((client) => client.openSocket()));
    const { customer: changed } = await agent.done('customerDeactivate', { id: customer.customerId! });
    expect(changed).toMatchObject({ status: 'INACTIVE' });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect(await Promise.all(clients.map(isRefused))).toEqual([true, true]);
    expect(await trySignIn(portal, customer, password)).toEqual(['INVALID_CREDENTIALS']);
    await agent.write(id, 'Is anybody there?');
    await portal.nobody.verb('passwordResetRequest', { input: { email: customer.email, tenant: customer.tenantSlug } });
    await portal.settle();
    expect(portal.mailbox.to(customer.email)).toEqual([]);
  });

  it('is undone by reactivating it', async () => {
    const id = customer.customerId!;
    expect(await agent.refusal('customerReactivate', { id })).toMatchObject({ code: 'WRONG_STATE', field: 'id' });
    await agent.done('customerDeactivate', { id });
    expect(await agent.refusal('customerDeactivate', { id })).toMatchObject({ code: 'WRONG_STATE', field: 'id' });
    expect((await agent.done('customerReactivate', { id })).customer).toMatchObject({ status: 'ACTIVE' });
    expect(await trySignIn(portal, customer, password)).toEqual([]);
  });

  it('withdraws an invitation', async () => {
    const email = `invited-${tenant.id}@portal.test`;
    const { customer: invited } = await invite(agent, email);
    await agent.done('customerDeactivate', { id: invited.id });
    expect((await agent.done('customerReactivate', { id: invited.id })).customer).toMatchObject({ status: 'INVITED' });
  });
});

describe('staff, acting for a customer', () => {
  it('open a ticket, of which the customer is told; who opened it stays true', async () => {
    const admin = await tenant.admin();
    const { ticket } = await agent.done('ticketCreate', {
      input: { customerId: customer.customerId, title: 'The line is dead', description: 'As told on the telephone.' },
    });
    const { ticket: seen } = await customer.get(
      `query($id: ID!) { ticket(id: $id) { title customer { id } messages { nodes { body author { id } } } viewerCanReply } }`,
      { id: ticket.id },
    );
    expect(seen).toEqual({
      title: 'The line is dead',
      customer: { id: customer.customerId },
      messages: { nodes: [{ body: 'As told on the telephone.', author: { id: agent.id } }] },
      viewerCanReply: true,
    });
    await portal.settle();
    for (const who of [customer, admin]) {
      const { notifications } = await who.get('{ notifications { nodes { kind actor { id } } } }');
      expect(notifications.nodes).toEqual([{ kind: 'TICKET_CREATED', actor: { id: agent.id } }]);
    }
    expect(portal.mailbox.to(customer.email)[0]!.text).toContain(`${agent.name} opened this ticket for you.`);
    expect(portal.mailbox.to(admin.email)[0]!.text).toContain(`${agent.name} opened a ticket for Hilltop Clinic.`);
    expect(portal.mailbox.to(agent.email)).toEqual([]);
  });

  it('open it once, however often they send it', async () => {
    const input = { customerId: customer.customerId, title: 'Once', description: 'Once.', idempotencyKey: 'once' };
    const [first, second] = await Promise.all([1, 2].map(() => agent.done('ticketCreate', { input })));
    expect(first.ticket.id).toBe(second.ticket.id);
    const other = await tenant.customer();
    expect(await agent.refusal('ticketCreate', { input: { ...input, customerId: other.customerId } })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.idempotencyKey',
    });
  });

  it('book a call, to the number of the customer, of which the customer is told', async () => {
    const [slot] = await agent.slots(1);
    const { callRequest } = await agent.done('callRequestCreate', {
      input: { customerId: customer.customerId, scheduledAt: slot!.startsAt, phone: null },
    });
    expect(callRequest).toMatchObject({ status: 'SCHEDULED', phone: '+8801712345678' });
    await portal.settle();
    expect(portal.mailbox.to(customer.email).map(({ text }) => text)).toEqual([
      expect.stringContaining('Your call is booked.'),
    ]);
    const { callRequests } = await customer.get('{ callRequests { nodes { id viewerCanCancel } } }');
    expect(callRequests.nodes).toEqual([{ id: callRequest.id, viewerCanCancel: true }]);
  });

  it('book a call about a ticket without naming its customer, and never about that of another', async () => {
    const { id: ticketId } = await customer.openTicket();
    await agent.done('callRequestCreate', { input: { ticketId } });
    const other = await tenant.customer();
    expect(
      await agent.refusal('callRequestCreate', {
        input: { ticketId, customerId: other.customerId, phone: '01712345678' },
      }),
    ).toMatchObject({ code: 'INVALID', field: 'input.ticketId' });
  });

  it('must say for whom', async () => {
    expect(await agent.refusal('ticketCreate', { input: { title: 'Whose?', description: 'Whose?' } })).toMatchObject({
      code: 'REQUIRED',
      field: 'input.customerId',
    });
    expect(await agent.refusal('callRequestCreate', { input: { phone: '+8801712345678' } })).toMatchObject({
      code: 'REQUIRED',
      field: 'input.customerId',
    });
  });

  it('are told apart from a customer who names itself, or another one', async () => {
    const other = await tenant.customer();
    const input = { title: 'Mine', description: 'Mine.' };
    await customer.done('ticketCreate', { input: { ...input, customerId: customer.customerId } });
    expect(await customer.refusal('ticketCreate', { input: { ...input, customerId: other.customerId } })).toMatchObject(
      { code: 'NOT_FOUND', field: 'input.customerId' },
    );
  });
});

describe('notes about a customer', () => {
  const add = (body: string, who = agent) =>
    who.done('customerNoteAdd', { customerId: customer.customerId!, input: { body } }).then(({ note }) => note);
  const list = async (who: Person) =>
    (
      await who.get('query($id: ID!) { customerNotes(customerId: $id) { nodes { body author { name } } } }', {
        id: customer.customerId,
      })
    ).customerNotes.nodes;

  it('are written, changed and removed by staff, newest first', async () => {
    const first = await add('Prefers the morning.');
    await add('Has a dog.');
    const other = await tenant.agent();
    await other.done('customerNoteUpdate', { id: first.id, input: { body: 'Prefers the evening.' } });
    expect(await list(agent)).toEqual([
      { body: 'Has a dog.', author: { name: agent.name } },
      { body: 'Prefers the evening.', author: { name: other.name } },
    ]);
    await agent.done('customerNoteRemove', { id: first.id });
    expect(await list(agent)).toEqual([{ body: 'Has a dog.', author: { name: agent.name } }]);
  });

  it('reach the customer in no way', async () => {
    const [stream, forStaff] = await Promise.all([customer.listenFromNow(), agent.listenFromNow()]);
    await add('Pays late.');
    const own = await customer.openTicket();
    expect(await stream.next()).toMatchObject({ __typename: 'TicketCreated', ticket: { id: own.id } });
    expect(await forStaff.next()).toMatchObject({ __typename: 'CustomerNoteAdded' });
    const { errors } = await customer.ask('query($id: ID!) { customerNotes(customerId: $id) { totalCount } }', {
      id: customer.customerId,
    });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const { notifications } = await customer.get('{ notifications { totalCount } }');
    expect(notifications.totalCount).toBe(0);
  });

  it('are plain text of at most 5,000 characters', async () => {
    for (const [body, code] of [
      [' ', 'REQUIRED'],
      ['x'.repeat(5_001), 'TOO_LONG'],
    ])
      expect(
        await agent.refusal('customerNoteAdd', { customerId: customer.customerId!, input: { body } }),
      ).toMatchObject({ code, field: 'input.body' });
  });
});
