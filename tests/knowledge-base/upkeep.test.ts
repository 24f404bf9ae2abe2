import { beforeAll, describe, expect, it } from 'vitest';
import { seedDemo } from '../../server/demo/seed.ts';
import { purgeUnusedTerms, rerenderStale } from '../../server/knowledge-base/render-article.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { find } from '../article-search/find-articles.ts';

const portal = usePortal();
let tenant: TestTenant;
let agent: Person;
let customer: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  [agent, customer] = [await tenant.agent(), await tenant.customer()];
});

const query = async (sql: string, values: unknown[] = []) => (await portal.database.superuser.query(sql, values)).rows;

describe('a PostgreSQL without trigrams', () => {
  it('finds words, their forms and prefixes, but not misspelled words', async () => {
    await agent.publishArticle({ title: 'Change your password' });
    expect(await find(customer, 'pasword')).toEqual(['Change your password']);
    await query('drop extension pg_trgm');
    const { url } = await portal.secondServer();
    const there = customer.at(url);
    expect(await find(there, 'changing passwords ')).toEqual(['Change your password']);
    expect(await find(there, 'passw')).toEqual(['Change your password']);
    expect(await find(there, 'pasword')).toEqual([]);
    await query('create extension pg_trgm');
    const { url: again } = await portal.secondServer();
    expect(await find(customer.at(again), 'pasword')).toEqual(['Change your password']);
  });
});

describe('articles of an older render version', () => {
  it('are rendered and indexed again, in several batches, and keep version and times', async () => {
    const other = await portal.world.tenant();
    const [writer, reader] = [await other.agent(), await other.customer()];
    const { id } = await writer.publishArticle({ title: 'Penguin', body: '**Safe**' });
    const [{ names }] = await query(
      `select string_agg(column_name, ', ') as names from information_schema.columns
       where table_name = 'article' and column_name not in ('id', 'slug', 'published')`,
    );
    await query(
      `insert into article (id, slug, ${names}) select gen_random_uuid(), 'copy-' || n, ${names}
       from article, generate_series(1, 60) n where id = $1`,
      [id],
    );
    await query(`update article set rendering = 0, body_html = '<script>old</script>' where tenant_id = $1`, [
      other.id,
    ]);
    await query('delete from article_term where tenant_id = $1', [other.id]);
    const before = await query('select id, version, updated_at from article where tenant_id = $1 order by id', [
      other.id,
    ]);
    expect(await find(reader, 'penguin')).toEqual([]);
    await rerenderStale(portal.app.portal);
    const { articles } = await reader.get('{ articles(search: "penguin", first: 100) { nodes { bodyHtml } } }');
    expect(articles.nodes).toHaveLength(61);
    for (const { bodyHtml } of articles.nodes) expect(bodyHtml).toBe('<p><strong>Safe</strong></p>\n');
    expect(
      await query('select id, version, updated_at from article where tenant_id = $1 order by id', [other.id]),
    ).toEqual(before);
  });
});

describe('words in the index', () => {
  it('are deleted when no article has them any more, and only then', async () => {
    const { id } = await agent.publishArticle({ title: 'Walrus and seal' });
    await agent.done('articleSave', { id, input: { title: 'Seal', body: 'Seal.', version: 1 } });
    const words = () => query(`select word from article_word where word in ('walrus', 'seal') order by word`);
    expect(await words()).toEqual([{ word: 'seal' }, { word: 'walrus' }]);
    await purgeUnusedTerms(portal.app.portal);
    expect(await words()).toEqual([{ word: 'seal' }]);
  });
});

describe('the demo', () => {
  it('has articles in both languages, a draft and an archived one, and creates them once', async () => {
    const count = () =>
      query(
        `select slug as tenant, (select json_object_agg(key, number order by key) from (
           select language || ' ' || status as key, count(*) as number from article where tenant_id = tenant.id group by 1
         ) as counted) as articles from tenant where demo order by slug`,
      );
    await seedDemo(portal.app.portal);
    const made = await count();
    expect(made).toEqual([
      { tenant: 'padma', articles: { 'bn PUBLISHED': 6, 'en DRAFT': 1, 'en PUBLISHED': 7 } },
      { tenant: 'shurjo', articles: { 'bn PUBLISHED': 5, 'en ARCHIVED': 1, 'en PUBLISHED': 5 } },
    ]);
    await Promise.all([seedDemo(portal.app.portal), seedDemo(portal.app.portal)]);
    expect(await count()).toEqual(made);
  });

  it('that is older than the knowledge base gets articles at the next start', async () => {
    await query('delete from article_term');
    await query('delete from article');
    await Promise.all([seedDemo(portal.app.portal), seedDemo(portal.app.portal)]);
    expect(await query('select count(*)::int from article')).toEqual([{ count: 25 }]);
  });
});
