import { beforeEach, describe, expect, it } from 'vitest';
import { localised, type CategoryAnswer } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;
let agent: Person;
let customer: Person;
let bills: CategoryAnswer;
let moving: CategoryAnswer;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [admin, agent, customer] = await Promise.all([tenant.admin(), tenant.agent(), tenant.customer()]);
  bills = await admin.addCategory({ en: 'Bills', bn: 'বিল' });
  moving = await admin.addCategory({ en: 'Moving', bn: 'স্থানান্তর' });
});

const opening = (input: Record<string, unknown>) => ({
  input: { title: 'No light', description: 'It went dark.', ...input },
});
const update = (id: string, input: Record<string, unknown>) => agent.done('ticketUpdate', { id, input });
const archive = ({ id }: CategoryAnswer) => admin.done('categoryUpdate', { id, input: { archived: true } });
const categoryOf = async (viewer: Person, id: string) =>
  (await viewer.get('query($id: ID!) { ticket(id: $id) { category { name archived } } }', { id })).ticket.category;
const titles = async (viewer: Person, filter: Record<string, unknown>): Promise<string[]> => {
  const query = 'query($filter: TicketFilter) { tickets(filter: $filter) { nodes { title } } }';
  return (await viewer.get(query, { filter })).tickets.nodes.map(({ title }: { title: string }) => title);
};

describe('a customer who opens a ticket', () => {
  it('chooses a category where there are any', async () => {
    const required = { code: 'REQUIRED', field: 'input.categoryId' };
    for (const input of [{}, { categoryId: null }])
      expect(await customer.refusal('ticketCreate', opening(input))).toMatchObject(required);
    const { id } = await customer.openTicket({ categoryId: bills.id });
    expect(await categoryOf(customer, id)).toEqual({ name: 'Bills', archived: false });
  });

  it('cannot choose one that is archived, or of another tenant, or none at all', async () => {
    const other = await portal.world.tenant();
    const foreign = await (await other.admin()).addCategory({ en: 'Foreign' });
    await archive(moving);
    for (const categoryId of [moving.id, foreign.id, 'not-a-uuid'])
      expect(await customer.refusal('ticketCreate', opening({ categoryId }))).toEqual({
        code: 'NOT_FOUND',
        field: 'input.categoryId',
        message: 'Category not found.',
      });
    expect(await titles(customer, {})).toEqual([]);
  });

  it('is asked nothing where all are archived', async () => {
    await archive(bills);
    await archive(moving);
    const { id } = await customer.openTicket();
    expect(await categoryOf(customer, id)).toBeNull();
  });

  it('gets the same ticket for the same idempotency key, also when its category was archived meanwhile', async () => {
    const input = { categoryId: bills.id, idempotencyKey: 'once' };
    const { id } = await customer.openTicket(input);
    await archive(bills);
    expect(await customer.openTicket(input)).toMatchObject({ id });
    const other = opening({ categoryId: moving.id, idempotencyKey: 'once' });
    expect(await customer.refusal('ticketCreate', { input: { ...other.input } })).toMatchObject({ code: 'CONFLICT' });
  });
});

describe('staff', () => {
  it('may leave the category out when they open a ticket for a customer, and choose one later', async () => {
    const { id } = await agent.openTicket({ customerId: customer.customerId });
    expect(await categoryOf(agent, id)).toBeNull();
    await update(id, { categoryId: moving.id });
    expect(await categoryOf(customer, id)).toEqual({ name: 'Moving', archived: false });
  });

  it('change the category of a ticket, which is told from what to what', async () => {
    const { id } = await customer.openTicket({ categoryId: bills.id });
    const forCustomer = await customer.listenFromNow();
    await update(id, { categoryId: moving.id });
    await update(id, { categoryId: moving.id });
    await update(id, { categoryId: null });
    expect(await forCustomer.take(2)).toMatchObject([
      { __typename: 'TicketEdited', changes: [{ field: 'category', from: bills.id, to: moving.id }] },
      { __typename: 'TicketEdited', changes: [{ field: 'category', from: moving.id, to: null }] },
    ]);
  });

  it('leave a ticket the archived category that it has, and give it to no other', async () => {
    const { id } = await customer.openTicket({ categoryId: bills.id });
    const other = await customer.openTicket({ categoryId: moving.id });
    await archive(bills);
    await update(id, { categoryId: bills.id, title: 'The bill of May' });
    expect(await categoryOf(agent, id)).toEqual({ name: 'Bills', archived: true });
    expect(await categoryOf(customer, id)).toEqual({ name: 'Bills', archived: true });
    expect(await agent.refusal('ticketUpdate', { id: other.id, input: { categoryId: bills.id } })).toMatchObject({
      code: 'NOT_FOUND',
      field: 'input.categoryId',
    });
  });

  it('are emailed of what category a new ticket is, in their language', async () => {
    await admin.done('profileUpdate', { input: { locale: 'bn' } });
    await customer.openTicket({ categoryId: bills.id });
    await portal.settle();
    expect(portal.mailbox.to(admin.email)[0]!.text).toContain('বিভাগ: বিল');
  });
});

describe('tickets', () => {
  it('are found by one of several categories, archived ones included, by staff and by customers', async () => {
    const neighbour = await tenant.customer();
    await customer.openTicket({ title: 'The bill', categoryId: bills.id });
    await customer.openTicket({ title: 'The move', categoryId: moving.id });
    await neighbour.openTicket({ title: 'Their bill', categoryId: bills.id });
    await agent.openTicket({ title: 'Neither', customerId: customer.customerId });
    await archive(bills);
    expect(await titles(agent, { categoryIds: [bills.id] })).toEqual(['Their bill', 'The bill']);
    expect(await titles(customer, { categoryIds: [bills.id] })).toEqual(['The bill']);
    expect(await titles(customer, { categoryIds: [bills.id, moving.id] })).toEqual(['The move', 'The bill']);
    expect(await titles(agent, { categoryIds: [] })).toHaveLength(4);
    expect(await titles(agent, { categoryIds: ['not-a-uuid'] })).toEqual([]);
    const tooMany = Array.from({ length: 101 }, () => bills.id);
    const { errors } = await agent.ask('query($ids: [ID!]) { tickets(filter: { categoryIds: $ids }) { totalCount } }', {
      ids: tooMany,
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.categoryIds' } }]);
  });

  it('are found by the words of their category in any language, and by new ones once it has them', async () => {
    await customer.openTicket({ title: 'Too much', categoryId: bills.id });
    await customer.openTicket({ title: 'Lamp', categoryId: moving.id });
    for (const search of ['bills', 'বিল', 'bill much']) {
      expect(await titles(customer, { search }), search).toEqual(['Too much']);
      expect(await titles(agent, { search }), search).toEqual(['Too much']);
    }
    const names = localised({ en: 'Invoices', bn: 'চালান' });
    await admin.done('categoryUpdate', { id: bills.id, input: { names } });
    for (const search of ['invoice', 'চালান']) expect(await titles(agent, { search }), search).toEqual(['Too much']);
    expect(await titles(agent, { search: 'বিল' })).toEqual([]);
  });

  it('keep the words of their assignee when their category gets another name, and the other way round', async () => {
    const { id } = await customer.openTicket({ title: 'Too much', categoryId: bills.id });
    await agent.done('profileUpdate', { input: { name: 'Night Desk' } });
    await update(id, { assigneeId: agent.id });
    expect(await titles(admin, { search: 'night desk bills' })).toEqual(['Too much']);
    await admin.done('categoryUpdate', { id: bills.id, input: { names: localised({ en: 'Invoices' }) } });
    expect(await titles(admin, { search: 'night desk invoices' })).toEqual(['Too much']);
    await agent.done('profileUpdate', { input: { name: 'Day Desk' } });
    expect(await titles(admin, { search: '"day desk" invoices' })).toEqual(['Too much']);
  });
});
