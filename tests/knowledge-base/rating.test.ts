import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

let portal: TestPortal;
let tenant: TestTenant;
let customer: Person;
let neighbour: Person;
let agent: Person;

beforeAll(async () => {
  portal = await startPortal();
  tenant = await portal.world.tenant();
  [customer, neighbour, agent] = [await tenant.customer(), await tenant.customer(), await tenant.agent()];
});

afterAll(() => portal.stop());

const counts = async (person: Person, slug: string) => {
  const query = `query($slug: String!) { article(slug: $slug) {
    helpfulCount notHelpfulCount solvedCount viewerFoundHelpful
  } }`;
  return (await person.get(query, { slug })).article;
};

describe('rating an article', () => {
  it('counts once for each viewer, and the last word of each', async () => {
    const { id, slug } = await agent.publishArticle();
    expect(await counts(customer, slug)).toMatchObject({ viewerFoundHelpful: null });
    for (const helpful of [true, true, false]) {
      const { article } = await customer.done('articleRate', { id, helpful });
      expect(article.viewerFoundHelpful).toBe(helpful);
    }
    await neighbour.done('articleRate', { id, helpful: true });
    expect(await counts(agent, slug)).toMatchObject({ helpfulCount: 1, notHelpfulCount: 1 });
  });

  it('counts once when it is said twice at the same moment', async () => {
    const { id, slug } = await agent.publishArticle();
    await Promise.all([1, 2, 3].map(() => customer.done('articleRate', { id, helpful: true })));
    expect(await counts(agent, slug)).toMatchObject({ helpfulCount: 1, notHelpfulCount: 0 });
  });

  it('tells customers their own word and no counts', async () => {
    const { id, slug } = await agent.publishArticle();
    await customer.done('articleRate', { id, helpful: true });
    const nothing = { helpfulCount: null, notHelpfulCount: null, solvedCount: null };
    expect(await counts(customer, slug)).toEqual({ ...nothing, viewerFoundHelpful: true });
    expect(await counts(neighbour, slug)).toEqual({ ...nothing, viewerFoundHelpful: null });
  });

  it('is for customers only, and for what they can read', async () => {
    const published = await agent.publishArticle();
    expect(await agent.refusal('articleRate', { id: published.id, helpful: true })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const draft = await agent.writeArticle();
    expect(await customer.refusal('articleRate', { id: draft.id, helpful: true })).toMatchObject({ code: 'NOT_FOUND' });
    await agent.done('articleArchive', { id: published.id });
    expect(await customer.refusal('articleRate', { id: published.id, helpful: true })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('is kept while the article is put away', async () => {
    const { id, slug } = await agent.publishArticle();
    await customer.done('articleRate', { id, helpful: true });
    await agent.done('articleArchive', { id });
    expect(await counts(agent, slug)).toMatchObject({ helpfulCount: 1 });
  });
});

describe('a suggestion that solved the matter', () => {
  const solved = (person: Person, id: string, idempotencyKey: string) =>
    person.done('articleMarkSolved', { id, input: { idempotencyKey } });

  it('is counted once for each ticket begun, however often it is said', async () => {
    const { id, slug } = await agent.publishArticle();
    await Promise.all([solved(customer, id, 'monday'), solved(customer, id, 'monday')]);
    await solved(customer, id, 'monday');
    expect(await counts(agent, slug)).toMatchObject({ solvedCount: 1 });
    await solved(customer, id, 'tuesday');
    await solved(neighbour, id, 'monday');
    expect(await counts(agent, slug)).toMatchObject({ solvedCount: 3 });
  });

  it('is counted for one article only', async () => {
    const [one, other] = [await agent.publishArticle(), await agent.publishArticle()];
    await solved(customer, one.id, 'either');
    const input = { idempotencyKey: 'either' };
    expect(await customer.refusal('articleMarkSolved', { id: other.id, input })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.idempotencyKey',
    });
    expect(await counts(agent, other.slug)).toMatchObject({ solvedCount: 0 });
  });

  it('is not counted when the same person opens a ticket after all, and still for others', async () => {
    const { id, slug } = await agent.publishArticle();
    const [hasty, content] = [await tenant.customer(), await tenant.customer()];
    await solved(hasty, id, 'a try');
    await solved(content, id, 'a try');
    expect(await counts(agent, slug)).toMatchObject({ solvedCount: 2 });
    await hasty.openTicket();
    expect(await counts(agent, slug)).toMatchObject({ solvedCount: 1 });
  });

  it('is counted when the next ticket comes later than an hour, or came before', async () => {
    const { id, slug } = await agent.publishArticle();
    const [regular, earlier] = [await tenant.customer(), await tenant.customer()];
    await earlier.openTicket();
    await solved(earlier, id, 'a try');
    await solved(regular, id, 'a try');
    const ticket = await regular.openTicket();
    await portal.database.superuser.query(
      `update ticket set created_at = now() + interval '61 minutes' where id = $1`,
      [ticket.id],
    );
    expect(await counts(agent, slug)).toMatchObject({ solvedCount: 2 });
  });

  it('is for customers to say, of what they can read, and needs a key', async () => {
    const input = { idempotencyKey: 'a try' };
    const published = await agent.publishArticle();
    expect(await agent.refusal('articleMarkSolved', { id: published.id, input })).toMatchObject({ code: 'FORBIDDEN' });
    const draft = await agent.writeArticle();
    expect(await customer.refusal('articleMarkSolved', { id: draft.id, input })).toMatchObject({ code: 'NOT_FOUND' });
    const noKey = { id: published.id, input: { idempotencyKey: ' ' } };
    expect(await customer.refusal('articleMarkSolved', noKey)).toMatchObject({
      code: 'REQUIRED',
      field: 'input.idempotencyKey',
    });
  });
});
