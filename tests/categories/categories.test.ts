import { beforeEach, describe, expect, it } from 'vitest';
import { mostCategories } from '#shared/categories.ts';
import { localised, type CategoryAnswer } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;
let agent: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [admin, agent, customer] = await Promise.all([tenant.admin(), tenant.agent(), tenant.customer()]);
});

const listOf = async (viewer: Person, filter: { archived?: boolean } | null = null): Promise<CategoryAnswer[]> => {
  const query = `query($filter: CategoryFilter) {
    categories(first: 100, filter: $filter) { nodes { id name names { locale text } position archived } }
  }`;
  return (await viewer.get(query, { filter })).categories.nodes;
};
const namesOf = async (viewer: Person, filter: { archived?: boolean } | null = null) =>
  (await listOf(viewer, filter)).map(({ name }) => name);

const update = async (id: string, input: Record<string, unknown>): Promise<CategoryAnswer> =>
  (await admin.done('categoryUpdate', { id, input })).category;
const addAll = async (...names: string[]): Promise<CategoryAnswer[]> => {
  const added: CategoryAnswer[] = [];
  for (const en of names) added.push(await admin.addCategory({ en }));
  return added;
};

describe('a category', () => {
  it('has a name in each language, of which everybody gets that of their own and staff all', async () => {
    const bengali = await tenant.customer({ locale: 'bn' });
    const added = await admin.addCategory({ en: '  Bills   and payment ', bn: 'বিল ও পেমেন্ট' });
    const names = [
      { locale: 'bn', text: 'বিল ও পেমেন্ট' },
      { locale: 'en', text: 'Bills and payment' },
    ];
    expect(added).toEqual({ id: added.id, name: 'Bills and payment', names, position: 1, archived: false });
    expect(await listOf(agent)).toEqual([added]);
    expect(await listOf(customer)).toEqual([{ ...added, names: null }]);
    expect(await namesOf(bengali)).toEqual(['বিল ও পেমেন্ট']);
  });

  it('has that of the default language for readers of a language without one, and one of any where that changes', async () => {
    const bengali = await tenant.customer({ locale: 'bn' });
    const { id } = await admin.addCategory({ en: 'Bills', bn: ' ' });
    expect(await namesOf(bengali)).toEqual(['Bills']);
    await admin.done('organisationUpdate', { input: { defaultLocale: 'bn' } });
    expect(await namesOf(bengali)).toEqual(['Bills']);
    expect(await update(id, { names: localised({ bn: 'বিল' }) })).toMatchObject({ name: 'বিল' });
  });

  it('is the last one until it is moved, and the others make room', async () => {
    const [first, second, third] = await addAll('First', 'Second', 'Third');
    expect(await update(third!.id, { position: 1 })).toMatchObject({ position: 1 });
    expect(await namesOf(customer)).toEqual(['Third', 'First', 'Second']);
    await update(third!.id, { position: 99 });
    await update(second!.id, { position: 1 });
    expect((await listOf(agent)).map(({ name, position }) => [name, position])).toEqual([
      ['Second', 1],
      ['First', 2],
      ['Third', 3],
    ]);
    expect(await update(first!.id, {})).toMatchObject({ position: 2 });
  });

  it('that is archived cannot be seen by customers without a ticket of it, and comes back as the last one', async () => {
    const [first] = await addAll('First', 'Second', 'Third');
    await customer.openTicket({ categoryId: first!.id });
    expect(await update(first!.id, { archived: true })).toMatchObject({ archived: true, position: null });
    expect(await namesOf(agent)).toEqual(['Second', 'Third', 'First']);
    expect(await namesOf(customer)).toEqual(['Second', 'Third', 'First']);
    expect(await namesOf(await tenant.customer())).toEqual(['Second', 'Third']);
    expect(await namesOf(customer, { archived: true })).toEqual(['First']);
    expect(await namesOf(customer, { archived: false })).toEqual(['Second', 'Third']);
    expect(await update(first!.id, { archived: false })).toMatchObject({ archived: false, position: 3 });
    await update(first!.id, { archived: true });
    await update(first!.id, { archived: false, position: 2 });
    expect(await namesOf(customer)).toEqual(['Second', 'First', 'Third']);
  });

  it.each([
    [[], 'names', 'REQUIRED'],
    [[{ locale: 'bn', text: 'বিল' }], 'names', 'REQUIRED'],
    [[{ locale: 'en', text: ' \u200b' }], 'names', 'REQUIRED'],
    [[{ locale: 'en', text: 'a'.repeat(101) }], 'names.0.text', 'TOO_LONG'],
    [[{ locale: 'en', text: 'nul\0' }], 'names.0.text', 'INVALID'],
    [[{ locale: 'tlh', text: 'a' }], 'names.0.locale', 'INVALID'],
    [['a', 'b'].map((text) => ({ locale: 'en', text })), 'names.1.locale', 'INVALID'],
    [['a', 'b', 'c'].map((text) => ({ locale: 'en', text })), 'names.1.locale', 'INVALID'],
    [[{ locale: 'en', text: 'MOVING' }], 'names', 'CONFLICT'],
  ])('cannot have the names %j', async (names, field, code) => {
    await admin.addCategory({ en: 'Moving' });
    const { id } = await admin.addCategory({ en: 'Bills' });
    for (const { userErrors } of [
      await admin.verb('categoryCreate', { input: { names } }),
      await admin.verb('categoryUpdate', { id, input: { names } }),
    ])
      expect(userErrors[0]).toMatchObject({ field: `input.${field}`, code });
    expect(await namesOf(agent)).toEqual(['Moving', 'Bills']);
  });

  it('that comes back must not have the name of another one', async () => {
    const [old] = await addAll('Bills');
    await update(old!.id, { archived: true });
    await addAll('bills');
    const back = { id: old!.id, input: { archived: false } };
    expect(await admin.refusal('categoryUpdate', back)).toMatchObject({ code: 'CONFLICT', field: 'input.names' });
    expect(await update(old!.id, { archived: false, names: localised({ en: 'Old bills' }) })).toMatchObject({
      name: 'Old bills',
      position: 2,
    });
    const nowhere = { id: old!.id, input: { position: 0 } };
    expect(await admin.refusal('categoryUpdate', nowhere)).toMatchObject({ code: 'INVALID', field: 'input.position' });
  });

  it('is managed by admins only', async () => {
    const { id } = await admin.addCategory({ en: 'Bills' });
    for (const viewer of [agent, customer]) {
      const names = localised({ en: 'Mine' });
      expect(await viewer.refusal('categoryCreate', { input: { names } })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await viewer.refusal('categoryUpdate', { id, input: { names } })).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await namesOf(agent)).toEqual(['Bills']);
  });

  it('is of one tenant, and another one may have the same', async () => {
    const other = await portal.world.tenant();
    const elsewhere = await (await other.admin()).addCategory({ en: 'Bills' });
    await admin.addCategory({ en: 'Bills' });
    expect(await listOf(customer)).toMatchObject([{ name: 'Bills' }]);
    expect((await listOf(customer))[0]!.id).not.toBe(elsewhere.id);
  });
});

describe('the categories of a tenant', () => {
  it(`are at most ${mostCategories}, without those that are archived`, { timeout: 60_000 }, async () => {
    const [first] = await addAll(...Array.from({ length: mostCategories }, (_, index) => `Number ${index + 1}`));
    const oneMore = { input: { names: localised({ en: 'One more' }) } };
    const tooMany = { code: 'TOO_MANY', message: expect.stringContaining(String(mostCategories)) };
    expect(await admin.refusal('categoryCreate', oneMore)).toMatchObject(tooMany);
    await update(first!.id, { archived: true });
    await admin.done('categoryCreate', oneMore);
    const back = { id: first!.id, input: { archived: false } };
    expect(await admin.refusal('categoryUpdate', back)).toMatchObject(tooMany);
  });

  it('stay in one order when two admins change them at once at two servers', async () => {
    const second = await portal.secondServer();
    const added = await addAll('First', 'Second', 'Third', 'Fourth');
    await Promise.all(
      added.map(({ id }, index) =>
        admin.at(index % 2 ? second.url : portal.url).done('categoryUpdate', { id, input: { position: 1 } }),
      ),
    );
    expect((await listOf(agent)).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  });

  it('change as events that staff receive and the audit log keeps, without the names', async () => {
    const query = `subscription($after: String) { portalEvents(after: $after) {
      __typename
      ... on CategoryCreated { actor { id } category { name } }
      ... on CategoryChanged { actor { id } category { name archived } changes { field from to } }
    } }`;
    const cursor = await agent.cursor();
    const [bills, moving] = await addAll('Bills', 'Moving');
    await update(moving!.id, { position: 1, names: localised({ en: 'Moving house' }) });
    await update(bills!.id, { archived: true });
    await update(bills!.id, { archived: true });
    const events = (await agent.openSocket()).subscribe(query, { after: cursor });
    const actor = { id: admin.id };
    const changed = [
      { field: 'names', from: null, to: null },
      { field: 'position', from: '2', to: '1' },
    ];
    const archived = [{ field: 'archived', from: 'false', to: 'true' }];
    expect(await events.take(4)).toEqual([
      { __typename: 'CategoryCreated', actor, category: { name: 'Bills' } },
      { __typename: 'CategoryCreated', actor, category: { name: 'Moving house' } },
      { __typename: 'CategoryChanged', actor, category: { name: 'Moving house', archived: false }, changes: changed },
      { __typename: 'CategoryChanged', actor, category: { name: 'Bills', archived: true }, changes: archived },
    ]);
    const { auditLog } = await admin.get(
      '{ auditLog(first: 2, filter: { noun: [CATEGORY] }) { nodes { event category { name } changes { field } } totalCount } }',
    );
    expect(auditLog).toEqual({
      totalCount: 4,
      nodes: [
        { event: 'CategoryChanged', category: { name: 'Bills' }, changes: [{ field: 'archived' }] },
        {
          event: 'CategoryChanged',
          category: { name: 'Moving house' },
          changes: [{ field: 'names' }, { field: 'position' }],
        },
      ],
    });
  });
});
