import type { Viewer } from '../server/access/viewer.ts';
import type { BaselineStatement } from './baseline-statements.ts';
import { loadArticleSearch, loadHighlight } from './production-build.ts';

const { searchExpressions } = await loadArticleSearch();
const { excerpt, highlight } = await loadHighlight();

interface ResultRow {
  id: string;
  slug: string;
  language: string;
  title: string;
  body_text: string;
  score: number;
}

/**
 * The same search with a plain condition instead of row level security. Ranking and excerpts are the portal's own code,
 * as otherwise the answers would differ; what the baseline lacks is everything around them.
 */
export function articleSearch(search: string, first: number, viewer: Viewer) {
  const values: unknown[] = [];
  const parameter = (value: unknown, type: string) =>
    value === viewer.tenantId ? '$1::uuid' : `$${values.push(value) + 2}::${type}`;
  const queries = searchExpressions({ query: search, tenantId: viewer.tenantId, fuzzy: true })(parameter);
  const condition = viewer.customerId === null ? '' : ' and published';
  const statement: BaselineStatement = {
    name: `articles_${viewer.customerId === null ? 'staff' : 'customer'}`,
    text: `
      with ${queries.replaceAll('tenant_id = $1::uuid', `tenant_id = $1::uuid${condition}`)}
      select json_build_object(
        'rows', (
          select coalesce(json_agg(json_build_object(
            'id', id, 'slug', slug, 'language', language, 'title', title, 'body_text', body_text, 'score', score
          ) order by score desc, id desc), '[]')
          from (select * from search_result order by score desc, id desc limit ${first + 1}) as page join article using (id)
        ),
        'words', (select words from search_highlight)
      )::text as json
      where $2::uuid is not distinct from $2`,
  };
  return { statement, values, finish: (json: string) => finish(json, first) };
}

function finish(json: string, first: number): string {
  const { rows, words } = JSON.parse(json) as { rows: ResultRow[]; words: string[] };
  const page = rows.slice(0, first);
  const last = page.at(-1);
  return JSON.stringify({
    data: {
      articles: {
        nodes: page.map(({ id, slug, language, title, body_text: text }) => ({
          id,
          slug,
          language,
          titleParts: highlight(title, words),
          excerpt: excerpt(text, words),
        })),
        pageInfo: {
          hasNextPage: rows.length > first,
          endCursor: last ? Buffer.from(JSON.stringify([last.score, last.id])).toString('base64url') : null,
        },
      },
    },
  });
}
