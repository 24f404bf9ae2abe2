import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  [customer, agent] = [await tenant.customer(), await tenant.agent()];
  await agent.publishArticle({ title: 'Lights', slug: 'lights', body: 'Look at the **lights**.' });
  await agent.publishArticle({ title: 'বাতি', slug: 'lights', language: 'bn', body: 'বাতি দেখুন।' });
  await agent.publishArticle({ title: 'Bills', slug: 'bills' });
  await agent.writeArticle({ title: 'Draft', slug: 'draft' });
  await agent.writeArticle({ title: 'বিল', slug: 'bills', language: 'bn' });
  const old = await agent.publishArticle({ title: 'Old', slug: 'old' });
  await agent.done('articleArchive', { id: old.id });
  await (await (await portal.world.tenant()).agent()).publishArticle({ title: 'Of another tenant', slug: 'lights' });
});

const titles = async (person: Person, args = '', variables = {}) => {
  const declared = args.includes('$status') ? '($status: [ArticleStatus!])' : '';
  const { articles } = await person.get(`query${declared} { articles${args} { nodes { title } } }`, variables);
  return articles.nodes.map(({ title }: { title: string }) => title);
};

describe('the list of articles', () => {
  it('has published articles for customers, also drafts and archived ones for staff, last changed first', async () => {
    expect(await titles(customer)).toEqual(['Bills', 'বাতি', 'Lights']);
    expect(await titles(agent)).toEqual(['Old', 'বিল', 'Draft', 'Bills', 'বাতি', 'Lights']);
  });

  it('can be filtered by language and status', async () => {
    expect(await titles(customer, '(language: "bn")')).toEqual(['বাতি']);
    const ofStatus = (person: Person, status: string[]) => titles(person, '(status: $status)', { status });
    expect(await ofStatus(agent, ['DRAFT'])).toEqual(['বিল', 'Draft']);
    expect(await ofStatus(agent, ['DRAFT', 'ARCHIVED'])).toEqual(['Old', 'বিল', 'Draft']);
    expect(await ofStatus(agent, [])).toHaveLength(6);
    expect(await ofStatus(customer, ['DRAFT', 'ARCHIVED'])).toEqual([]);
  });

  it('can be paged forwards and backwards, and knows its length', async () => {
    const query = `query($first: Int, $after: String, $last: Int, $before: String) {
      articles(first: $first, after: $after, last: $last, before: $before) {
        totalCount nodes { title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }`;
    const { articles: one } = await customer.get(query, { first: 2 });
    expect(one).toMatchObject({ totalCount: 3, nodes: [{ title: 'Bills' }, { title: 'বাতি' }] });
    const { articles: two } = await customer.get(query, { first: 2, after: one.pageInfo.endCursor });
    expect(two).toMatchObject({ nodes: [{ title: 'Lights' }], pageInfo: { hasNextPage: false } });
    const { articles: back } = await customer.get(query, { last: 1, before: two.pageInfo.startCursor });
    expect(back).toMatchObject({ nodes: [{ title: 'বাতি' }], pageInfo: { hasPreviousPage: true } });
  });

  it('needs a signed-in viewer', async () => {
    const { errors } = await portal.nobody.ask('{ articles { nodes { id } } }');
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('rejects an unknown language, and a search that is too long', async () => {
    const refused = async (args: string) => (await customer.ask(`{ articles(${args}) { nodes { id } } }`)).errors?.[0];
    expect(await refused('language: "fr"')).toMatchObject({
      message: 'Argument `language` must be `en` or `bn`.',
      extensions: { code: 'BAD_USER_INPUT', argument: 'language' },
    });
    expect(await refused(`search: "${'x'.repeat(201)}"`)).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', argument: 'search' },
    });
  });
});

describe('one article', () => {
  const read = async (person: Person, slug: string, language?: string) => {
    const query = `query($slug: String!, $language: String) { article(slug: $slug, language: $language) {
      title language translations { title language }
    } }`;
    return (await person.get(query, { slug, language })).article;
  };

  it('comes in the requested language, or in the other one when there is no translation', async () => {
    expect(await read(customer, 'lights', 'bn')).toMatchObject({ title: 'বাতি' });
    expect(await read(customer, 'lights', 'en')).toMatchObject({ title: 'Lights' });
    expect(await read(customer, 'lights')).toMatchObject({ title: 'Lights' });
    expect(await read(customer, 'bills', 'bn')).toMatchObject({ title: 'Bills', language: 'en' });
    expect(await read(agent, 'bills', 'bn')).toMatchObject({ title: 'বিল' });
  });

  it('lists the translations that the viewer can see', async () => {
    expect((await read(customer, 'lights')).translations).toEqual([{ title: 'বাতি', language: 'bn' }]);
    expect((await read(customer, 'lights', 'bn')).translations).toEqual([{ title: 'Lights', language: 'en' }]);
    expect((await read(customer, 'bills')).translations).toEqual([]);
    expect((await read(agent, 'bills')).translations).toEqual([{ title: 'বিল', language: 'bn' }]);
  });

  it('shows its Markdown to staff only, and its safe HTML to everybody', async () => {
    const query = '{ article(slug: "lights") { body bodyHtml updatedBy { role } } }';
    const shown = { bodyHtml: '<p>Look at the <strong>lights</strong>.</p>\n', updatedBy: { role: 'AGENT' } };
    expect(await customer.get(query)).toEqual({ article: { ...shown, body: null } });
    expect(await agent.get(query)).toEqual({ article: { ...shown, body: 'Look at the **lights**.' } });
  });

  it('is null for an unknown slug of any form', async () => {
    for (const slug of ['absent', '', ' ', '\0', "' or true --", 'draft'])
      expect(await read(customer, slug)).toBeNull();
  });

  it('has the beginning of its text as an excerpt, ending at a word', async () => {
    const body = `# Heading\n\n${'Many words stand here. '.repeat(30)}`;
    const { slug } = await agent.publishArticle({ title: 'Long', body });
    const { article } = await customer.get(
      'query($slug: String!) { article(slug: $slug) { excerpt { text highlighted } titleParts { text highlighted } } }',
      { slug },
    );
    expect(article.titleParts).toEqual([{ text: 'Long', highlighted: false }]);
    const excerpt = article.excerpt.map(({ text }: { text: string }) => text).join('');
    expect(excerpt).toMatch(/^Heading · Many words stand here\. .* (Many|words|stand|here\.) …$/);
    expect(excerpt.length).toBeLessThanOrEqual(202);
  });
});
