import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import { statementsOf } from '../support/statements.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let admin: Person;
let helper: Person;

const summaryQuery = `query($from: DateTime!, $to: DateTime!) {
  feedbackSummary(from: $from, to: $to) {
    count average ratings { rating count }
    agents { agent { id name role } count average ratings { rating count } }
  }
}`;
const listQuery = `query($first: Int, $after: String, $from: DateTime, $to: DateTime) {
  feedbacks(first: $first, after: $after, filter: { createdAt: { from: $from, before: $to } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { rating comment agent { name } author { name } ticket { number title customer { name } } }
  }
}`;

/** Of November 2026: 5, 4 and 1 for the agent, 3 for the helper, 2 for nobody; 1 for the agent in October. */
beforeAll(async () => {
  [tenant] = [await portal.world.tenant()];
  [customer, agent, admin, helper] = await Promise.all([
    tenant.customer(),
    tenant.agent(),
    tenant.admin(),
    tenant.agent(),
  ]);
  await rate(5, agent, '2026-11-01T00:00:00.000Z');
  await rate(4, agent, '2026-11-12T12:00:00.000Z');
  await rate(1, agent, '2026-11-30T23:59:59.999Z');
  await rate(3, helper, '2026-11-15T12:00:00.000Z');
  await rate(2, null, '2026-11-16T12:00:00.000Z');
  await rate(1, agent, '2026-10-31T23:59:59.999Z');
  const elsewhere = await portal.world.tenant();
  const [stranger, theirs] = await Promise.all([elsewhere.customer(), elsewhere.agent()]);
  await rate(1, theirs, '2026-11-15T12:00:00.000Z', stranger, theirs);
});

async function rate(rating: number, assignee: Person | null, at: string, of = customer, by: Person = agent) {
  const { id } = await of.openTicket({ title: `Rated ${rating}` });
  await by.done('ticketUpdate', { id, input: { status: 'RESOLVED', assigneeId: assignee?.id ?? null } });
  await of.done('feedbackSubmit', { ticketId: id, input: { rating, comment: `Said ${rating}` } });
  await portal.database.superuser.query('update feedback set created_at = $2, updated_at = $2 where ticket_id = $1', [
    id,
    at,
  ]);
}

const november = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
const summary = async (who: ApiClient, period: Record<string, string>) =>
  (await who.get(summaryQuery, period)).feedbackSummary;
const counts = ({ ratings }: { ratings: { count: number }[] }) => ratings.map(({ count }) => count);

describe('the summary of a period', () => {
  it('counts and averages what was given from its beginning to just before its end, in all and by agent', async () => {
    for (const staff of [agent, admin]) {
      const found = await summary(staff, november);
      expect(found).toMatchObject({ count: 5, average: 3 });
      expect(counts(found)).toEqual([1, 1, 1, 1, 1]);
      expect(found.ratings.map(({ rating }: { rating: number }) => rating)).toEqual([1, 2, 3, 4, 5]);
      expect(found.agents.map((each: any) => [each.agent?.id ?? null, each.count, each.average, counts(each)])).toEqual(
        [
          [agent.id, 3, 10 / 3, [1, 0, 0, 1, 1]],
          [helper.id, 1, 3, [0, 0, 1, 0, 0]],
          [null, 1, 2, [0, 1, 0, 0, 0]],
        ],
      );
    }
  });

  it('knows moments in any zone', async () => {
    const inDhaka = { from: '2026-11-01T06:00:00+06:00', to: '2026-12-01T06:00:00+06:00' };
    expect(await summary(agent, inDhaka)).toEqual(await summary(agent, november));
  });

  it('has no average where nothing was rated', async () => {
    const found = await summary(agent, { from: '2025-01-01T00:00:00Z', to: '2025-02-01T00:00:00Z' });
    expect(found).toMatchObject({ count: 0, average: null, agents: [] });
    expect(counts(found)).toEqual([0, 0, 0, 0, 0]);
  });

  it.each([
    ['that ends before it begins', { from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' }],
    ['that ends where it begins', { from: '2026-11-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }],
    ['of more than 366 days', { from: '2025-11-01T00:00:00Z', to: '2026-11-02T00:00:00.001Z' }],
  ])('refuses a period %s', async (_, period) => {
    const { errors } = await agent.ask(summaryQuery, period);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'to' } }]);
  });

  it('takes a period of 366 days', async () => {
    expect((await summary(agent, { from: '2025-12-01T00:00:00Z', to: '2026-12-02T00:00:00Z' })).count).toBe(6);
  });

  it('costs the same SQL statements, however much was rated', async () => {
    const nothing = await statementsOf(portal, () => summary(agent, { ...november, to: '2026-11-01T00:00:00.001Z' }));
    const much = await statementsOf(portal, () => summary(agent, november));
    expect([nothing.result.count, much.result.count]).toEqual([1, 5]);
    expect(much.count).toBe(nothing.count);
  });
});

describe('the list of feedback', () => {
  it('is the whole of the tenant, newest first, in pages', async () => {
    const ratings: number[] = [];
    let after: string | null = null;
    do {
      const { feedbacks }: any = await admin.get(listQuery, { first: 4, after });
      expect(feedbacks.totalCount).toBe(6);
      ratings.push(...feedbacks.nodes.map(({ rating }: { rating: number }) => rating));
      after = feedbacks.pageInfo.hasNextPage ? feedbacks.pageInfo.endCursor : null;
    } while (after);
    expect(ratings).toEqual([1, 2, 3, 4, 5, 1]);
  });

  it('can be of a period', async () => {
    const ratings = async (period: Record<string, string>) =>
      (await agent.get(listQuery, period)).feedbacks.nodes.map(({ rating }: { rating: number }) => rating);
    expect(await ratings(november)).toEqual([1, 2, 3, 4, 5]);
    expect(await ratings({ to: november.from })).toEqual([1]);
    expect(await ratings({ from: '2026-11-16T00:00:00Z' })).toEqual([1, 2]);
  });

  it('tells of each who gave it, whose work it is about and on what', async () => {
    const { feedbacks } = await agent.get(listQuery, { first: 1 });
    expect(feedbacks.nodes).toEqual([
      {
        rating: 1,
        comment: 'Said 1',
        agent: { name: agent.name },
        author: { name: customer.name },
        ticket: { number: 1003, title: 'Rated 1', customer: { name: customer.name } },
      },
    ]);
  });

  it('costs the same SQL statements, however long it is', async () => {
    const one = await statementsOf(portal, () => agent.get(listQuery, { first: 1 }));
    const all = await statementsOf(portal, () => agent.get(listQuery, { first: 100 }));
    expect([one.result.feedbacks.nodes.length, all.result.feedbacks.nodes.length]).toEqual([1, 6]);
    expect(all.count).toBe(one.count);
  });
});

describe('customers', () => {
  it.each([
    ['feedbackSummary', summaryQuery, november],
    ['feedbacks', listQuery, {}],
  ])('are told that %s is for staff', async (_, query, variables) => {
    expect((await customer.ask(query, variables)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await portal.nobody.ask(query, variables)).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });
});
