import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let agent: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  agent = await tenant.agent();
  await tenant.customer({ name: 'Riverside Bookshop', email: 'books@portal.test', phone: '+8801712345678' });
  await tenant.customer({ name: 'Hilltop Clinic', email: 'clinic@portal.test' });
  await tenant.customer({ name: '100% Cotton', email: 'cotton@portal.test' });
  await tenant.customer({ name: 'The Farmer’s Stall ৭', email: 'stall@portal.test' });
  await (await portal.world.tenant()).customer({ name: 'Of another tenant' });
});

const found = async (search: string | null) =>
  (
    await agent.get('query($search: String) { customers(search: $search) { nodes { name } } }', { search })
  ).customers.nodes.map(({ name }: { name: string }) => name);

describe('the list of customers', () => {
  it('has the customers of the tenant, by name', async () => {
    expect(await found(null)).toEqual(['100% Cotton', 'Hilltop Clinic', 'Riverside Bookshop', 'The Farmer’s Stall ৭']);
  });

  it.each([
    ['hilltop', 'Hilltop Clinic'],
    ['BOOKS@', 'Riverside Bookshop'],
    ['1712345', 'Riverside Bookshop'],
    ['100%', '100% Cotton'],
    ['  cotton ', '100% Cotton'],
    ['bookshop river', 'Riverside Bookshop'],
    ['books@portal.test bookshop', 'Riverside Bookshop'],
    ['Riverside Bookshop <books@portal.test>', 'Riverside Bookshop'],
    ['"Bookshop, Riverside" <BOOKS@portal.test>', 'Riverside Bookshop'],
    ['01712-345678', 'Riverside Bookshop'],
    ['+880 1712 345678', 'Riverside Bookshop'],
    ['(0)1712/345.678', 'Riverside Bookshop'],
    ['008801712345678', 'Riverside Bookshop'],
    ['tel:+8801712345678', 'Riverside Bookshop'],
    ['০১৭১২-৩৪৫৬৭৮', 'Riverside Bookshop'],
    ['\u202a+880 1712\u2011345678\u202c', 'Riverside Bookshop'],
    ['ｈｉｌｌｔｏｐ', 'Hilltop Clinic'],
    ['১০০', '100% Cotton'],
    ["farmer's stall", 'The Farmer’s Stall ৭'],
    ['farmer`s', 'The Farmer’s Stall ৭'],
    ['stall 7', 'The Farmer’s Stall ৭'],
    ['stall ৭', 'The Farmer’s Stall ৭'],
  ])('finds by name, address or number: %s', async (search, name) => {
    expect(await found(search)).toEqual([name]);
  });

  it('finds nothing by a pattern', async () => {
    expect(await found('%o%')).toEqual([]);
    expect(await found('H_lltop')).toEqual([]);
  });

  it('says when a search is too long', async () => {
    const { errors } = await agent.ask('query($search: String) { customers(search: $search) { totalCount } }', {
      search: 's'.repeat(201),
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'search' } }]);
  });

  it('is paged like every list', async () => {
    const page = async (after: string | null) =>
      (
        await agent.get(
          'query($after: String) { customers(first: 2, after: $after) { totalCount nodes { name } pageInfo { endCursor hasNextPage } } }',
          { after },
        )
      ).customers;
    const first = await page(null);
    expect(first).toMatchObject({
      totalCount: 4,
      nodes: [{ name: '100% Cotton' }, { name: 'Hilltop Clinic' }],
      pageInfo: { hasNextPage: true },
    });
    expect(await page(first.pageInfo.endCursor)).toMatchObject({
      nodes: [{ name: 'Riverside Bookshop' }, { name: 'The Farmer’s Stall ৭' }],
    });
  });

  it('shows who can sign in', async () => {
    const left = await tenant.customer({ name: 'Zenith Travel' });
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [left.id]);
    await agent.done('customerInvite', { input: { name: 'Zenith Tours', email: 'tours@portal.test' } });
    const { customers } = await agent.get('{ customers(search: "zenith") { nodes { name status } } }');
    expect(customers.nodes).toEqual([
      { name: 'Zenith Tours', status: 'INVITED' },
      { name: 'Zenith Travel', status: 'INACTIVE' },
    ]);
  });

  it('is for staff only', async () => {
    const customer = await tenant.customer({ name: 'Zzz' });
    expect((await customer.ask('{ customers { totalCount } }')).errors).toMatchObject([
      { path: ['customers'], extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await portal.nobody.ask('{ customers { totalCount } }')).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });
});
