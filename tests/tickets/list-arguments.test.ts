import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiError } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { pageQuery, readPage, sortFields, type PageVariables, type SortField } from './pages.ts';

const portal = usePortal();
let customer: Person;
let agent: Person;
let ticketId: string;
/** What a real cursor of the usual order says before its sort value and its id. */
let prefix: unknown[];

beforeAll(async () => {
  const tenant = await portal.world.tenant();
  [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  for (let count = 0; count < 4; count++) ({ id: ticketId } = await customer.openTicket());
  await customer.write(ticketId, 'Any news?');
  const { edges } = await readPage(customer, {});
  prefix = keyOf(edges[0]!.cursor).slice(0, -2);
});

async function refusalOf(variables: PageVariables): Promise<ApiError | undefined> {
  const { errors } = await customer.ask(pageQuery, { ...variables });
  return errors?.[0];
}

const naming = (argument: string) => ({
  message: expect.stringContaining(`\`${argument}\``),
  extensions: { code: 'BAD_USER_INPUT', argument },
});

const cursor = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
const keyOf = (given: string) => JSON.parse(Buffer.from(given, 'base64url').toString()) as unknown[];
const moment = '2026-11-23T05:00:00.000+00:00';
const id = '01900000-0000-7000-8000-000000000000';

describe('asking for a page', () => {
  it.each([
    ['first', 0],
    ['first', -1],
    ['first', 101],
    ['last', 0],
    ['last', -5],
    ['last', 2_147_483_647],
  ] as const)('of %s: %d is refused', async (argument, value) => {
    expect(await refusalOf({ [argument]: value })).toMatchObject(naming(argument));
  });

  it('of 1 and of 100 is fine', async () => {
    expect((await readPage(customer, { first: 1 })).nodes).toHaveLength(1);
    expect((await readPage(customer, { last: 1 })).nodes).toHaveLength(1);
    expect((await readPage(customer, { first: 100 })).nodes).toHaveLength(4);
  });

  it('from both ends at once is refused', async () => {
    expect(await refusalOf({ first: 2, last: 2 })).toMatchObject(naming('last'));
  });

  it('with null for what is not wanted is the same as leaving it out', async () => {
    const left = await readPage(customer, {});
    expect(await readPage(customer, { first: null, after: null, last: null, before: null, sort: null })).toEqual(left);
  });

  it.each(['first', 'last'])('of %s: a number GraphQL does not know is refused', async (argument) => {
    for (const value of [2 ** 31, 1.5, '3', true]) {
      const { errors } = await customer.ask(pageQuery, { [argument]: value });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  it('of the messages of a ticket follows the same rules', async () => {
    for (const [argument, value] of Object.entries({ first: 0, last: 101, after: 'garbage', before: cursor(['x']) })) {
      const written = JSON.stringify(value);
      const query = `query($id: ID!) { ticket(id: $id) { messages(${argument}: ${written}) { totalCount } } }`;
      const { errors } = await customer.ask(query, { id: ticketId });
      expect(errors).toMatchObject([naming(argument)]);
    }
    const both = 'query($id: ID!) { ticket(id: $id) { messages(first: 1, last: 1) { totalCount } } }';
    expect((await customer.ask(both, { id: ticketId })).errors).toMatchObject([naming('last')]);
  });
});

describe('a cursor', () => {
  it.each([
    ['nothing', ''],
    ['no cursor', 'garbage'],
    ['no JSON', Buffer.from('not json').toString('base64url')],
    ['no list', cursor({ updatedAt: moment, id })],
    ['an empty list', cursor([])],
    ['a list of nothing', cursor([null, null])],
    ['a list of lists', cursor([[moment], [id]])],
  ])('that is %s is refused by name', async (_, given) => {
    expect(await refusalOf({ after: given })).toMatchObject(naming('after'));
    expect(await refusalOf({ last: 3, before: given })).toMatchObject(naming('before'));
  });

  it('is taken when only its sort value and its id were changed to others that can be', async () => {
    const { nodes } = await readPage(customer, { after: cursor([...prefix, '2099-01-01T00:00:00.000+00:00', id]) });
    expect(nodes).toHaveLength(4);
  });

  it.each([
    ['too little', [moment]],
    ['too much', [moment, id, id]],
    ['no moment', ['yesterday', id]],
    ['a moment only JavaScript knows', ['agent 5', id]],
    ['a day there is not', ['2026-02-30T00:00:00.000+00:00', id]],
    ['a year beyond what the database knows', ['+275760-09-13T00:00:00.000Z', id]],
    ['a number for a moment', [5, id]],
    ['no id', [moment, 'not-a-uuid']],
    ['SQL', [`${moment}'; select 1 --`, id]],
    ['a NUL', [`${moment}\0`, id]],
  ])('that was changed to say %s is refused by name', async (_, keys) => {
    const given = cursor([...prefix, ...keys]);
    expect(await refusalOf({ after: given })).toMatchObject(naming('after'));
    expect(await refusalOf({ last: 3, before: given })).toMatchObject(naming('before'));
  });

  it.each([
    ['a number too large', 2_147_483_648],
    ['a fraction', 1.5],
    ['text', '1001'],
    ['text that is none', 'x'],
  ])('of tickets by number that was changed to say %s is refused by name', async (_, number) => {
    const sort = { field: 'NUMBER', direction: 'ASCENDING' } as const;
    const { edges } = await readPage(customer, { sort });
    const key = keyOf(edges[0]!.cursor);
    const given = cursor([...key.slice(0, -2), number, key.at(-1)]);
    expect(await refusalOf({ sort, after: given })).toMatchObject(naming('after'));
  });

  it('of the agents is refused by the tickets, and the other way round', async () => {
    const { agents } = await agent.get<{ agents: { edges: { cursor: string }[] } }>('{ agents { edges { cursor } } }');
    expect(await refusalOf({ after: agents.edges[0]!.cursor })).toMatchObject(naming('after'));
    const { edges } = await readPage(customer, {});
    const query = 'query($after: String) { agents(after: $after) { totalCount } }';
    expect((await agent.ask(query, { after: edges[0]!.cursor })).errors).toMatchObject([naming('after')]);
  });

  it('of a conversation is refused by the tickets, and the other way round', async () => {
    const { ticket } = await customer.get(
      'query($id: ID!) { ticket(id: $id) { messages { pageInfo { startCursor } } } }',
      { id: ticketId },
    );
    const { startCursor } = ticket.messages.pageInfo;
    expect(await refusalOf({ after: startCursor })).toMatchObject(naming('after'));
    const { edges } = await readPage(customer, {});
    const { errors } = await customer.ask(
      'query($id: ID!, $before: String) { ticket(id: $id) { messages(last: 1, before: $before) { totalCount } } }',
      { id: ticketId, before: edges[0]!.cursor },
    );
    expect(errors).toMatchObject([naming('before')]);
  });

  const pairs = sortFields.flatMap((from) => sortFields.filter((to) => to !== from).map((to) => [from, to] as const));

  it.each(pairs)('of the tickets by %s is refused by the tickets by %s', async (from: SortField, to: SortField) => {
    const { edges } = await readPage(customer, { sort: { field: from, direction: 'DESCENDING' } });
    const sort = { field: to, direction: 'DESCENDING' } as const;
    expect(await refusalOf({ sort, after: edges[1]!.cursor })).toMatchObject(naming('after'));
    expect(await refusalOf({ sort, last: 3, before: edges[1]!.cursor })).toMatchObject(naming('before'));
  });

  it('of somebody else shows nothing that is not the viewer’s', async () => {
    const stranger = await (await portal.world.tenant()).customer();
    await stranger.openTicket();
    const { edges } = await readPage(stranger, {});
    const { nodes } = await readPage(customer, { last: 100, before: edges[0]!.cursor });
    const own = (await readPage(customer, { first: 100 })).nodes.map((node) => node.id);
    expect(nodes.filter((node) => !own.includes(node.id))).toEqual([]);
  });

  it('still holds when its ticket is no longer where it was', async () => {
    const newcomer = await (await portal.world.tenant()).customer();
    for (let count = 0; count < 4; count++) await newcomer.openTicket();
    const { nodes, edges } = await readPage(newcomer, { first: 2 });
    await newcomer.write(nodes[1]!.id, 'Any news?');
    const { nodes: rest } = await readPage(newcomer, { first: 2, after: edges[1]!.cursor });
    expect(rest.map(({ number }) => number)).toEqual([1002, 1001]);
  });
});
