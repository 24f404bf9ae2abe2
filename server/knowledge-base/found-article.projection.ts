import { column, expression, type Order, type Projection } from '../reads/projection.ts';
import { articleProjection } from './article.projection.ts';

/**
 * Articles that a search has found, below the expressions of `searchExpressions`. The results are sorted before they are
 * joined with the articles, so that only the rows of the page are joined.
 */
export const foundArticleProjection: Projection = {
  ...articleProjection,
  table: '((select * from search_result order by score desc, id desc) as result join article using (id))',
  fields: { ...articleProjection.fields, highlights: expression(() => '(select words from search_highlight)') },
};

export const articlesByRelevance: Order = {
  name: 'Article by relevance',
  keys: [
    { sql: column('score').sql, type: 'integer' },
    { sql: column('id').sql, type: 'uuid' },
  ],
  descending: true,
};
