import { expression } from '../reads/fields.ts';
import { descending } from '../reads/order.ts';
import { readsFrom } from '../reads/reads.ts';
import { articleReads, highlighted } from './article.reads.ts';
import type { ArticleRow } from './article.entity.ts';

/**
 * Articles that a search has found, below the expressions of `searchExpressions`. The results are sorted before they are
 * joined with the articles, so that only the rows of the page are joined.
 */
export const foundArticleReads = readsFrom(
  '((select * from search_result order by score desc, id desc) as result join article using (id))',
  articleReads,
  highlighted(expression(() => '(select words from search_highlight)')),
);

export const articlesByRelevance = descending<ArticleRow>(
  { name: 'score', type: 'integer', sql: (found) => `${found.$name}.score` },
  'id',
);
