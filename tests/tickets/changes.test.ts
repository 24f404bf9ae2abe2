import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { list } from '../notifications/notified.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let colleague: Person;
let admin: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  [customer, agent, colleague, admin] = await Promise.all([
    tenant.customer(),
    tenant.agent(),
    tenant.agent(),
    tenant.admin(),
  ]);
});

const update = (by: Person, id: string, input: Record<string, unknown>) => by.done('ticketUpdate', { id, input });

describe('a change of a ticket', () => {
  it('is an event that says what changed, from what to what, and by whom: one for each change', async () => {
    const { id } = await customer.openTicket();
    const forColleague = await colleague.listenFromNow();
    await update(agent, id, { priority: 'URGENT', assigneeId: agent.id, status: 'PENDING' });
    await update(colleague, id, { assigneeId: colleague.id });
    const actor = { id: agent.id, name: agent.name };
    expect(await forColleague.take(4)).toMatchObject([
      {
        __typename: 'TicketEdited',
        actor,
        changes: [{ field: 'priority', from: 'MEDIUM', to: 'URGENT' }],
        ticket: { id, priority: 'URGENT' },
      },
      { __typename: 'TicketAssigned', actor, changes: [{ field: 'assignee', from: null, to: agent.id }] },
      { __typename: 'TicketStatusChanged', actor, changes: [{ field: 'status', from: 'OPEN', to: 'PENDING' }] },
      {
        __typename: 'TicketAssigned',
        actor: { id: colleague.id },
        changes: [{ field: 'assignee', from: agent.id, to: colleague.id }],
        ticket: { assignee: { id: colleague.id } },
      },
    ]);
  });

  it('may be of what it is about: the title, the type and the category, in one event', async () => {
    const { id } = await customer.openTicket({ title: 'Help', type: 'QUESTION' });
    const ovens = await admin.addCategory({ en: 'Ovens' });
    onTestFinished(() => admin.done('categoryUpdate', { id: ovens.id, input: { archived: true } }));
    const forCustomer = await customer.listenFromNow();
    await update(agent, id, {
      title: '  The oven\ndoes not heat ',
      type: 'ISSUE',
      categoryId: ovens.id,
      priority: 'MEDIUM',
    });
    expect(await forCustomer.take(1)).toMatchObject([
      {
        __typename: 'TicketEdited',
        changes: [
          { field: 'title', from: null, to: null },
          { field: 'type', from: 'QUESTION', to: 'ISSUE' },
          { field: 'category', from: null, to: ovens.id },
        ],
        ticket: { id },
      },
    ]);
    const read = async () =>
      (await customer.get('query($id: ID!) { ticket(id: $id) { title type category { name } } }', { id })).ticket;
    expect(await read()).toEqual({ title: 'The oven does not heat', type: 'ISSUE', category: { name: 'Ovens' } });
    await update(agent, id, { categoryId: null });
    expect(await read()).toEqual({ title: 'The oven does not heat', type: 'ISSUE', category: null });
    for (const [input, field, code] of [
      [{ title: ' ' }, 'input.title', 'REQUIRED'],
      [{ title: 't'.repeat(201) }, 'input.title', 'TOO_LONG'],
    ] as const)
      expect(await agent.refusal('ticketUpdate', { id, input })).toMatchObject({ field, code });
    expect((await agent.get('{ tickets(filter: { search: "oven heat" }) { nodes { id } } }')).tickets.nodes).toEqual([
      { id },
    ]);
  });

  it('reaches its customer, who sees the new assignee, and not who had the ticket before', async () => {
    const { id } = await customer.openTicket();
    const forCustomer = await customer.listenFromNow();
    await update(agent, id, { priority: 'LOW' });
    await update(agent, id, { assigneeId: colleague.id });
    expect(await forCustomer.take(2)).toMatchObject([
      { __typename: 'TicketEdited', changes: [{ field: 'priority', from: 'MEDIUM', to: 'LOW' }] },
      { __typename: 'TicketAssigned', changes: [], ticket: { id, assignee: { id: colleague.id } } },
    ]);
  });

  it('reaches no other customer', async () => {
    const { id } = await customer.openTicket();
    const other = await tenant.customer();
    const forOther = await other.listenFromNow();
    await update(agent, id, { priority: 'HIGH', assigneeId: agent.id });
    const own = await other.openTicket();
    expect(await forOther.next()).toMatchObject({ __typename: 'TicketCreated', ticket: { id: own.id } });
  });
});

describe('an agent who changes a ticket that somebody else has changed meanwhile', () => {
  const seen = async (who: Person, id: string): Promise<number> =>
    (await who.get('query($id: ID!) { ticket(id: $id) { version } }', { id })).ticket.version;
  const outdated = { code: 'CONFLICT', field: 'input.version' };

  it('is told, with the ticket as it is now, and overwrites nothing', async () => {
    const { id } = await customer.openTicket();
    const version = await seen(agent, id);
    await update(colleague, id, { priority: 'HIGH', version });
    const { ticket, userErrors } = await agent.verb('ticketUpdate', { id, input: { priority: 'LOW', version } });
    expect(userErrors).toMatchObject([outdated]);
    expect(ticket).toMatchObject({ id, priority: 'HIGH' });
    await update(agent, id, { priority: 'LOW', version: await seen(agent, id) });
  });

  it.each([
    ['a message of the customer', (id: string) => customer.write(id, 'One more thing.')],
    ['a note of a colleague', (id: string) => colleague.write(id, 'A note.', { internal: true })],
    ['the customer, who closed it', (id: string) => customer.done('ticketClose', { id })],
  ])('is told of %s, too', async (_, meanwhile) => {
    const { id } = await customer.openTicket();
    const version = await seen(agent, id);
    await meanwhile(id);
    const { userErrors } = await agent.verb('ticketUpdate', { id, input: { status: 'RESOLVED', version } });
    expect(userErrors).toMatchObject([outdated]);
  });

  it('of two who take it at once gets it when first, and otherwise learns who did', async () => {
    const { id } = await customer.openTicket();
    const version = await seen(agent, id);
    const answers = await Promise.all(
      [agent, colleague].map((who) => who.verb('ticketUpdate', { id, input: { assigneeId: who.id, version } })),
    );
    const [taken, refused] = answers.toSorted((one, other) => one.userErrors.length - other.userErrors.length);
    expect(taken!.userErrors).toEqual([]);
    expect(refused).toMatchObject({ userErrors: [outdated], ticket: { assignee: taken!.ticket.assignee } });
  });

  it('may repeat what is already so, and may leave the version out', async () => {
    const { id } = await customer.openTicket();
    const version = await seen(agent, id);
    await update(agent, id, { priority: 'HIGH', version });
    await update(agent, id, { priority: 'HIGH', version });
    expect((await update(agent, id, { priority: 'LOW' })).ticket).toMatchObject({ priority: 'LOW' });
  });

  it('is no customer: they see no version, which would give notes away', async () => {
    const { id } = await customer.openTicket();
    expect(await seen(customer, id)).toBeNull();
  });
});

describe('being assigned a ticket', () => {
  it('is a notification and an email for the new assignee, with what they need to know', async () => {
    const { id, number } = await customer.openTicket({ title: 'Dark again', description: 'Since noon.' });
    const { totalCount: before } = await list(colleague);
    await portal.settle();
    portal.mailbox.mails.length = 0;
    await update(agent, id, { assigneeId: colleague.id });
    const { totalCount, nodes } = await list(colleague);
    expect(totalCount).toBe(before + 1);
    expect(nodes[0]).toMatchObject({ kind: 'TICKET_ASSIGNED', actor: { id: agent.id }, ticket: { id } });
    await portal.settle();
    expect(portal.mailbox.mails).toHaveLength(1);
    const [mail] = portal.mailbox.to(colleague.email);
    expect(mail!.subject).toBe(`[#${number}] Dark again`);
    expect(mail!.text).toContain(`${agent.name} assigned this ticket to you.`);
    expect(mail!.text).toContain('Since noon.');
  });

  it('is no news for who took it, nor for anybody when it is given to nobody', async () => {
    const { id } = await customer.openTicket();
    const counts = () => Promise.all([agent, colleague].map(async (who) => (await list(who)).totalCount));
    const before = await counts();
    await update(agent, id, { assigneeId: agent.id });
    await update(colleague, id, { assigneeId: null });
    expect(await counts()).toEqual(before);
  });

  it('sends no email to somebody who no longer has the ticket when it is written', async () => {
    const { id } = await customer.openTicket();
    await portal.settle();
    portal.mailbox.mails.length = 0;
    await update(agent, id, { assigneeId: colleague.id });
    await update(agent, id, { assigneeId: null });
    await portal.settle();
    expect(portal.mailbox.mails).toHaveLength(0);
  });
});
