import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let admin: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  [customer, agent, admin] = [await tenant.customer(), await tenant.agent(), await tenant.admin()];
});

const archived = async () => {
  const article = await agent.publishArticle();
  await agent.done('articleArchive', { id: article.id });
  return article;
};

const text = { title: 'Another title', body: 'Another body.' };

describe('a new article', () => {
  it('is a draft of version 1, written by an agent or an admin', async () => {
    for (const person of [agent, admin])
      expect(await person.writeArticle({ title: 'Lights' })).toMatchObject({ status: 'DRAFT', version: 1 });
  });

  it('cannot be written by customers', async () => {
    const input = { ...text, language: 'en' };
    expect(await customer.refusal('articleSave', { input })).toMatchObject({ code: 'FORBIDDEN', field: null });
  });

  it('needs a signed-in viewer', async () => {
    const { errors } = await portal.nobody.ask(
      'mutation { articleSave(input: { title: "a", body: "b", language: "en" }) { userErrors { code } } }',
    );
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('needs a title, a body and a language, and says which is missing or too long', async () => {
    const refused = async (input: Record<string, unknown>) => {
      const { code, field } = await agent.refusal('articleSave', { input: { ...text, language: 'en', ...input } });
      return `${code} ${field}`;
    };
    expect(await refused({ title: ' ' })).toBe('REQUIRED input.title');
    expect(await refused({ title: 'x'.repeat(201) })).toBe('TOO_LONG input.title');
    expect(await refused({ body: '\n' })).toBe('REQUIRED input.body');
    expect(await refused({ body: 'x'.repeat(50_001) })).toBe('TOO_LONG input.body');
    expect(await refused({ language: null })).toBe('REQUIRED input.language');
    expect(await refused({ language: 'fr' })).toBe('INVALID input.language');
    expect(await refused({ slug: 'x'.repeat(101) })).toBe('TOO_LONG input.slug');
  });

  it('is written once when the same request arrives repeatedly, also at once', async () => {
    const input = { ...text, language: 'en', idempotencyKey: 'one article' };
    const [one, other] = await Promise.all([agent.writeArticle(input), agent.writeArticle(input)]);
    expect(one.id).toBe(other.id);
    expect((await agent.writeArticle(input)).id).toBe(one.id);
    expect(await agent.refusal('articleSave', { input: { ...input, title: 'Something else' } })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.idempotencyKey',
    });
    expect((await admin.writeArticle(input)).id).not.toBe(one.id);
  });
});

describe('saving', () => {
  it.each([
    ['a draft', () => agent.writeArticle(), 'DRAFT'],
    ['a published article', () => agent.publishArticle(), 'PUBLISHED'],
    ['an archived article', archived, 'ARCHIVED'],
  ])('changes the text of %s and leaves its status', async (_, make, status) => {
    const { id } = await make();
    const { article } = await admin.done('articleSave', { id, input: { ...text, version: 1 } });
    expect(article).toMatchObject({ ...{ title: text.title }, version: 2, status });
  });

  it('changes a published article for customers immediately', async () => {
    const { id, slug } = await agent.publishArticle({ title: 'Saved at once' });
    await agent.done('articleSave', { id, input: { ...text, version: 1 } });
    const { article } = await customer.get('query($slug: String!) { article(slug: $slug) { title bodyHtml } }', {
      slug,
    });
    expect(article).toEqual({ title: text.title, bodyHtml: '<p>Another body.</p>\n' });
  });

  it('is rejected when someone else has saved since, and loses nothing of theirs', async () => {
    const { id, slug } = await agent.writeArticle();
    await admin.done('articleSave', { id, input: { title: 'Of the admin', body: 'Mine.', version: 1 } });
    expect(await agent.refusal('articleSave', { id, input: { ...text, version: 1 } })).toEqual({
      code: 'CONFLICT',
      message: 'Someone else has saved this article since version 1. It is now at version 2.',
      field: 'input.version',
    });
    const { article } = await agent.get('query($slug: String!) { article(slug: $slug) { title body version } }', {
      slug,
    });
    expect(article).toEqual({ title: 'Of the admin', body: 'Mine.', version: 2 });
  });

  it('succeeds for one of two who save at once', async () => {
    const { id } = await agent.writeArticle();
    const save = (person: Person, title: string) =>
      person.verb('articleSave', { id, input: { title, body: 'Both.', version: 1 } });
    const answers = await Promise.all([save(agent, 'One'), save(admin, 'Other')]);
    expect(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'saved').toSorted()).toEqual(['CONFLICT', 'saved']);
  });

  it('accepts the same text again without a new version, when the first answer was lost', async () => {
    const { id } = await agent.writeArticle();
    for (const _ of [1, 2]) {
      const { article } = await agent.done('articleSave', { id, input: { ...text, version: 1 } });
      expect(article.version).toBe(2);
    }
  });

  it('needs the version that was read, and cannot change the language', async () => {
    const { id } = await agent.writeArticle();
    expect(await agent.refusal('articleSave', { id, input: text })).toMatchObject({
      code: 'REQUIRED',
      field: 'input.version',
    });
    expect(await agent.refusal('articleSave', { id, input: { ...text, version: 1, language: 'bn' } })).toMatchObject({
      code: 'INVALID',
      field: 'input.language',
    });
  });

  it('is not possible for customers, also for articles they can read', async () => {
    const { id } = await agent.publishArticle();
    const refusal = await customer.refusal('articleSave', { id, input: { ...text, version: 1 } });
    expect(refusal.code).toBe('FORBIDDEN');
  });
});

describe('publishing', () => {
  it('makes a draft, or an archived article, visible to customers', async () => {
    for (const make of [() => agent.writeArticle(), archived]) {
      const { id, slug } = await make();
      const read = () => customer.get('query($slug: String!) { article(slug: $slug) { id } }', { slug });
      expect(await read()).toEqual({ article: null });
      const { article } = await agent.done('articlePublish', { id });
      expect(article.status).toBe('PUBLISHED');
      expect(Date.now() - Date.parse(article.publishedAt)).toBeLessThan(60_000);
      expect(await read()).toEqual({ article: { id } });
    }
  });

  it('is rejected for a published article', async () => {
    const { id } = await agent.publishArticle();
    expect(await agent.refusal('articlePublish', { id })).toMatchObject({ code: 'WRONG_STATE', field: null });
  });

  it('is not possible for customers', async () => {
    const { id } = await agent.publishArticle();
    expect(await customer.refusal('articlePublish', { id })).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('archiving', () => {
  it('hides a draft, or a published article', async () => {
    for (const make of [() => agent.writeArticle(), () => agent.publishArticle()]) {
      const { id, slug } = await make();
      const { article } = await admin.done('articleArchive', { id });
      expect(article.status).toBe('ARCHIVED');
      const query = 'query($slug: String!) { article(slug: $slug) { status } }';
      expect(await customer.get(query, { slug })).toEqual({ article: null });
      expect(await agent.get(query, { slug })).toEqual({ article: { status: 'ARCHIVED' } });
    }
  });

  it('is rejected for an archived article', async () => {
    const { id } = await archived();
    expect(await agent.refusal('articleArchive', { id })).toMatchObject({ code: 'WRONG_STATE', field: null });
  });

  it('is not possible for customers', async () => {
    const { id } = await agent.publishArticle();
    expect(await customer.refusal('articleArchive', { id })).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the permissions of the viewer', () => {
  const query = `query($slug: String!) { article(slug: $slug) {
    viewerCanSave viewerCanPublish viewerCanArchive viewerCanRate
  } }`;
  const can = async (person: Person, slug: string) => {
    const { article } = await person.get(query, { slug });
    return Object.keys(article).filter((name) => article[name]);
  };

  it('are fields of the article, and agree with the mutations', async () => {
    const [draft, published, putAway] = [await agent.writeArticle(), await agent.publishArticle(), await archived()];
    expect(await can(agent, draft.slug)).toEqual(['viewerCanSave', 'viewerCanPublish', 'viewerCanArchive']);
    expect(await can(agent, published.slug)).toEqual(['viewerCanSave', 'viewerCanArchive']);
    expect(await can(admin, putAway.slug)).toEqual(['viewerCanSave', 'viewerCanPublish']);
    expect(await can(customer, published.slug)).toEqual(['viewerCanRate']);
  });
});
