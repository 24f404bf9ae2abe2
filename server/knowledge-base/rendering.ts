import { tenantScope } from '../access/scope.ts';
import { allTenants } from '../tenants/tenant.service.ts';
import type { Portal } from '../portal.ts';
import { ArticleRow } from './article.entity.ts';
import { renderMarkdown } from '#shared/markdown.ts';
import { indexArticle, takeTurns } from '../article-search/search-index.ts';

/** To be raised with every change of what a body is rendered to or which words are made of it: articles follow by themselves. */
const rendering = 1;

/** What is kept of a body beside its Markdown: rendered when it is saved, since it is read much more often. */
export function rendered(body: string): Pick<ArticleRow, 'bodyHtml' | 'bodyText' | 'rendering'> {
  const { html, text } = renderMarkdown(body);
  return { bodyHtml: html, bodyText: text, rendering };
}

const batch = 50;

/** Every ten minutes: articles that were rendered by older rules, so that stricter ones reach what is stored. */
export async function rerenderStale(portal: Portal): Promise<void> {
  for (const { id } of await allTenants(portal)) while ((await renderSome(portal, id)) === batch);
}

function renderSome(portal: Portal, tenantId: string): Promise<number> {
  return portal.write(tenantScope(tenantId), async (entityManager) => {
    await takeTurns(entityManager, tenantId);
    const articles = await entityManager.find(ArticleRow, { rendering: { $lt: rendering } }, { limit: batch });
    for (const article of articles) {
      Object.assign(article, rendered(article.body));
      await indexArticle(entityManager, article);
    }
    return articles.length;
  });
}

/** Every night: words that no article holds any more. */
export async function purgeUnusedTerms(portal: Portal): Promise<void> {
  for (const { id } of await allTenants(portal)) {
    await portal.write(tenantScope(id), async (entityManager) => {
      await takeTurns(entityManager, id);
      await entityManager.execute(unusedWordsSql, [id]);
    });
  }
}

const unusedWordsSql = `
  delete from article_word as word where tenant_id = ? and not exists (
    select from article_term where article_term.tenant_id = word.tenant_id and article_term.term = word.term
  )`;
