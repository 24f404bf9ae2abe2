import type { EntityManager } from '@mikro-orm/postgresql';
import { indexArticle } from '../article-search/article-search.ts';
import { lockName } from '../database/lock-name.ts';
import { ArticleStatus, type ArticleRow } from './article.entity.ts';

/**
 * Lets one transaction at a time write in the knowledge base of a tenant, until it ends: a slug that was free stays
 * free, and articles that share words do not deadlock over them.
 */
export const lockKnowledgeBase = (entityManager: EntityManager, tenantId: string) =>
  lockName(entityManager, `knowledge base ${tenantId}`);

/** Writes the changes of an article and replaces the terms it is found by. The knowledge base is locked. */
export async function flushAndIndex(entityManager: EntityManager, article: ArticleRow): Promise<void> {
  await entityManager.flush();
  const { id, tenantId, title, bodyText, status } = article;
  await indexArticle(entityManager, { id, tenantId, title, bodyText, published: status === ArticleStatus.PUBLISHED });
}
