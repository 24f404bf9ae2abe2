import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let neighbour: Person;
let agent: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  [customer, neighbour, agent] = [await tenant.customer(), await tenant.customer(), await tenant.agent()];
});

const counts = async (person: Person, slug: string) => {
  const query = `query($slug: String!) { article(slug: $slug) {
    helpfulCount notHelpfulCount solvedCount viewerFoundHelpful
  } }`;
  return (await person.get(query, { slug })).article;
};

describe('rating an article', () => {
  it('counts once per viewer, who can change it', async () => {
    const { id, slug } = await agent.publishArticle();
    expect(await counts(customer, slug)).toMatchObject({ viewerFoundHelpful: null });
    for (const helpful of [true, true, false]) {
      const { article } = await customer.done('articleRate', { id, helpful });
      expect(article.viewerFoundHelpful).toBe(helpful);
    }
    await neighbour.done('articleRate', { id, helpful: true });
    expect(await counts(agent, slug)).toMatchObject({ helpfulCount: 1, notHelpfulCount: 1 });
  });

  it('counts once when it is sent several times at once', async () => {
    const { id, slug } = await agent.publishArticle();
    await Promise.all([1, 2, 3].map(() => customer.done('articleRate', { id, helpful: true })));
    expect(await counts(agent, slug)).toMatchObject({ helpfulCount: 1, notHelpfulCount: 0 });
  });

  it('shows customers their own rating and no counts', async () => {
    const { id, slug } = await agent.publishArticle();
    await customer.done('articleRate', { id, helpful: true });
    const nothing = { helpfulCount: null, notHelpfulCount: null, solvedCount: null };
    expect(await counts(customer, slug)).toEqual({ ...nothing, viewerFoundHelpful: true });
    expect(await counts(neighbour, slug)).toEqual({ ...nothing, viewerFoundHelpful: null });
  });

  it('is possible for customers only, and for articles they can read', async () => {
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

  it('is kept while the article is archived', async () => {
    const { id, slug } = await agent.publishArticle();
    await customer.done('articleRate', { id, helpful: true });
    await agent.done('articleArchive', { id });
    expect(await counts(agent, slug)).toMatchObject({ helpfulCount: 1 });
  });
});

describe('an article that made a ticket unnecessary', () => {
  const solved = (person: Person, id: string, idempotencyKey: string) =>
    person.done('articleMarkSolved', { id, input: { idempotencyKey } });

  it('counts once per ticket that was begun, however often it is sent', async () => {
    const { id, slug } = await agent.publishArticle();
    await Promise.all([solved(customer, id, 'monday'), solved(customer, id, 'monday')]);
    await solved(customer, id, 'monday');
    expect(await counts(agent, slug)).toMatchObject({ solvedCount: 1 });
    await solved(customer, id, 'tuesday');
    await solved(neighbour, id, 'monday');
    expect(await counts(agent, slug)).toMatchObject({ solvedCount: 3 });
  });

  it('counts for one article only', async () => {
    const [one, other] = [await agent.publishArticle(), await agent.publishArticle()];
    await solved(customer, one.id, 'either');
    const input = { idempotencyKey: 'either' };
    expect(await customer.refusal('articleMarkSolved', { id: other.id, input })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.idempotencyKey',
    });
    expect(await counts(agent, other.slug)).toMatchObject({ solvedCount: 0 });
  });

  it('does not count when the same person opens a ticket after all, but still does for others', async () => {
    const { id, slug } = await agent.publishArticle();
    const [hasty, content] = [await tenant.customer(), await tenant.customer()];
    await solved(hasty, id, 'a try');
    await solved(content, id, 'a try');
    expect(await counts(agent, slug)).toMatchObject({ solvedCount: 2 });
    await hasty.openTicket();
    expect(await counts(agent, slug)).toMatchObject({ solvedCount: 1 });
  });

  it('counts when the next ticket is opened an hour later, or was opened before', async () => {
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

  it('is reported by customers only, for articles they can read, with a key', async () => {
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
