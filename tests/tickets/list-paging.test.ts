import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { everySort, readPage, walkBackward, walkForward, type ListedTicket, type SortField } from './pages.ts';

const portal = usePortal();
let customer: Person;
let agent: Person;

/** Eleven tickets whose orders by the several fields are all different, with ties, and with internal notes. */
beforeAll(async () => {
  const tenant = await portal.world.tenant();
  [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  const opened = [];
  for (let index = 0; index < 11; index++) {
    const priority = ['MEDIUM', 'LOW', 'URGENT', 'HIGH'][index % 4];
    opened.push(await customer.openTicket({ title: `Ticket ${index}`, priority }));
  }
  for (const index of [7, 2, 9, 0]) await customer.write(opened[index]!.id, 'Any news?');
  for (const index of [3, 8, 1]) await agent.write(opened[index]!.id, 'A note.', { internal: true });
  for (const index of [5, 10]) await agent.done('ticketUpdate', { id: opened[index]!.id, input: { priority: 'LOW' } });
  await portal.database.superuser.query(
    `update ticket set created_at = '2026-01-01T00:00:00.123Z' where number in (1002, 1005, 1006, 1009)`,
  );
});

const urgency = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'];
const sortValue: Record<SortField, (ticket: ListedTicket) => number> = {
  UPDATED_AT: ({ updatedAt }) => Date.parse(updatedAt),
  CREATED_AT: ({ createdAt }) => Date.parse(createdAt),
  LAST_MESSAGE_AT: ({ lastMessageAt }) => Date.parse(lastMessageAt),
  PRIORITY: ({ priority }) => urgency.indexOf(priority),
  NUMBER: ({ number }) => number,
};

describe.each([['a customer'], ['an agent']])('the tickets of %s', (who) => {
  const viewer = () => (who === 'an agent' ? agent : customer);

  it.each(everySort)('are sorted by $field, $direction', async (sort) => {
    const { nodes } = await readPage(viewer(), { first: 100, sort });
    const values = nodes.map(sortValue[sort.field]);
    const ascending = values.toSorted((a, b) => a - b);
    expect(values).toEqual(sort.direction === 'ASCENDING' ? ascending : ascending.toReversed());
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(11);
  });

  it.each(everySort)('come each once, page by page from either end, by $field, $direction', async (sort) => {
    const all = (await readPage(viewer(), { first: 100, sort })).nodes.map(({ number }) => number);
    expect(await walkForward(viewer(), 3, sort)).toEqual(all);
    expect(await walkBackward(viewer(), 3, sort)).toEqual(all);
  });
});

describe('a page', () => {
  it('is the other way round in the other direction', async () => {
    for (const { field } of everySort) {
      const ascending = await walkForward(agent, 100, { field, direction: 'ASCENDING' });
      expect(await walkForward(agent, 100, { field, direction: 'DESCENDING' })).toEqual(ascending.toReversed());
    }
  });

  it('shows what was updated last first, unless asked otherwise', async () => {
    const usual = await readPage(customer, { first: 100 });
    const asked = await readPage(customer, { first: 100, sort: { field: 'UPDATED_AT', direction: 'DESCENDING' } });
    expect(usual).toEqual(asked);
  });

  it('tells where it lies', async () => {
    const sort = { field: 'NUMBER', direction: 'ASCENDING' } as const;
    const beginning = await readPage(customer, { first: 4, sort });
    expect(beginning.nodes.map(({ number }) => number)).toEqual([1001, 1002, 1003, 1004]);
    expect(beginning.edges.map(({ node }) => node.id)).toEqual(beginning.nodes.map(({ id }) => id));
    expect(beginning.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: beginning.edges[0]?.cursor,
      endCursor: beginning.edges[3]?.cursor,
    });
    const middle = await readPage(customer, { first: 4, after: beginning.pageInfo.endCursor, sort });
    expect(middle.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const end = await readPage(customer, { first: 4, after: middle.pageInfo.endCursor, sort });
    expect(end.nodes.map(({ number }) => number)).toEqual([1009, 1010, 1011]);
    expect(end.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const back = await readPage(customer, { last: 4, before: end.pageInfo.startCursor, sort });
    expect(back.nodes).toEqual(middle.nodes);
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const backToTheStart = await readPage(customer, { last: 4, before: back.pageInfo.startCursor, sort });
    expect(backToTheStart.nodes).toEqual(beginning.nodes);
    expect(backToTheStart.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it('does not promise more when it ends exactly at the end', async () => {
    expect((await readPage(customer, { first: 11 })).pageInfo.hasNextPage).toBe(false);
    expect((await readPage(customer, { last: 11 })).pageInfo.hasPreviousPage).toBe(false);
    expect((await readPage(customer, { first: 10 })).pageInfo.hasNextPage).toBe(true);
    expect((await readPage(customer, { last: 10 })).pageInfo.hasPreviousPage).toBe(true);
  });

  it('counts the whole list, not itself', async () => {
    const { totalCount, edges } = await readPage(customer, { first: 2 });
    expect(totalCount).toBe(11);
    const rest = await readPage(customer, { first: 2, after: edges[1]!.cursor, filter: { priority: ['URGENT'] } });
    expect(rest.totalCount).toBe(
      (await readPage(customer, { first: 100, filter: { priority: ['URGENT'] } })).nodes.length,
    );
  });

  it('is bounded by both cursors when both are given', async () => {
    const sort = { field: 'NUMBER', direction: 'ASCENDING' } as const;
    const { edges } = await readPage(customer, { first: 100, sort });
    const between = await readPage(customer, { first: 100, after: edges[2]!.cursor, before: edges[6]!.cursor, sort });
    expect(between.nodes.map(({ number }) => number)).toEqual([1004, 1005, 1006]);
  });

  it('is empty past the end, with no cursors', async () => {
    const { pageInfo } = await readPage(customer, { first: 100 });
    const past = await readPage(customer, { first: 3, after: pageInfo.endCursor });
    expect(past.nodes).toEqual([]);
    expect(past.totalCount).toBe(11);
    expect(past.pageInfo).toMatchObject({ hasNextPage: false, startCursor: null, endCursor: null });
  });
});

describe('a list that nobody has written to yet', () => {
  it('is one empty page', async () => {
    const newcomer = await (await portal.world.tenant()).customer();
    expect(await readPage(newcomer, {})).toEqual({
      totalCount: 0,
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });
});

describe('a list that grows while it is read', () => {
  it.each(everySort)('still gives each ticket that was there once, by $field, $direction', async (sort) => {
    const newcomer = await (await portal.world.tenant()).customer();
    const opened: number[] = [];
    const open = async () => void opened.push((await newcomer.openTicket()).number);
    for (let count = 0; count < 6; count++) await open();
    const before = [...opened];
    const atMost = 4;
    let arrived = 0;
    const walked = await walkForward(newcomer, 2, sort, async () => void (arrived++ < atMost && (await open())));
    expect(new Set(walked).size).toBe(walked.length);
    expect(walked.filter((number) => before.includes(number)).toSorted()).toEqual(before);
  });

  it('shows 25 unless asked for another number', async () => {
    const newcomer = await (await portal.world.tenant()).customer();
    await Promise.all(Array.from({ length: 27 }, () => newcomer.openTicket()));
    const page = await readPage(newcomer, {});
    expect(page.nodes).toHaveLength(25);
    expect(page).toMatchObject({ totalCount: 27, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    expect((await readPage(newcomer, { after: page.pageInfo.endCursor })).nodes).toHaveLength(2);
  });
});
