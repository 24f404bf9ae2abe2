import { extname } from 'node:path';
import { Piscina } from 'piscina';
import type { RenderedArticle } from '#shared/markdown.ts';
import { tenantScope } from '../access/scope.ts';
import { deleteUnusedWords } from '../article-search/article-search.ts';
import type { Portal } from '../portal.ts';
import { allTenants } from '../tenants/tenant.service.ts';
import { flushAndIndex, lockKnowledgeBase } from './article-index.ts';
import { ArticleRow } from './article.entity.ts';

/** Increase it with every change of `renderMarkdown` or of the tokenizer: stored articles are then rendered again. */
const renderVersion = 2;

/** Threads for Markdown: the longest article takes a fifth of a second, in which nobody else would be answered. */
const renderer = new Piscina<string, RenderedArticle>({
  // what a thread runs is named by its file
  filename: new URL(`../../shared/markdown${extname(import.meta.url)}`, import.meta.url).href,
  name: 'renderMarkdown',
  minThreads: 0,
  maxThreads: 2,
  idleTimeout: 30_000,
  resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
});

/** What is stored of a body beside its Markdown. Rendered when it is saved, as it is read much more often. */
export async function renderBody(body: string): Promise<Pick<ArticleRow, 'bodyHtml' | 'bodyText' | 'renderVersion'>> {
  const { html, text } = await renderer.run(body);
  return { bodyHtml: html, bodyText: text, renderVersion };
}

const batchSize = 50;

/** Every ten minutes: renders articles of older render versions again, so that stricter rules reach them too. */
export async function rerenderStale(portal: Portal): Promise<void> {
  for (const { id } of await allTenants(portal)) while ((await rerenderBatch(portal, id)) === batchSize);
}

function rerenderBatch(portal: Portal, tenantId: string): Promise<number> {
  return portal.write(tenantScope(tenantId), async (entityManager) => {
    await lockKnowledgeBase(entityManager, tenantId);
    const stale = { renderVersion: { $lt: renderVersion } };
    const articles = await entityManager.find(ArticleRow, stale, { limit: batchSize });
    for (const article of articles) {
      Object.assign(article, await renderBody(article.body));
      await flushAndIndex(entityManager, article);
    }
    return articles.length;
  });
}

/** Every night: deletes the words that no article has any more. */
export async function purgeUnusedTerms(portal: Portal): Promise<void> {
  for (const { id } of await allTenants(portal)) {
    await portal.write(tenantScope(id), async (entityManager) => {
      await lockKnowledgeBase(entityManager, id);
      await deleteUnusedWords(entityManager, id);
    });
  }
}
