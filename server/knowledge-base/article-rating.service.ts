import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import { idempotencyConflict, writeOnce } from '../writes/idempotency.ts';
import { forbidden, notFound } from '../graphql/user-error.ts';
import type { ArticleMarkSolvedInput } from './article.contract.ts';
import { ArticleRating, ArticleRow, ArticleSolution } from './article.entity.ts';
import { canRate } from './article.policy.ts';

/** Stores whether an article helped the viewer, replacing what they said before. Customers only. */
export function rateArticle(context: RequestContext, id: string, helpful: boolean): Promise<{ articleId: string }> {
  return context.write(async (entityManager) => {
    const keys = await ratingKeys(context, entityManager, id);
    await entityManager.upsert(ArticleRating, { ...keys, helpful, ratedAt: new Date() });
    return { articleId: keys.articleId };
  });
}

/** Stores that an article made a ticket unnecessary: once per ticket that was begun. Customers only. */
export function markSolved(
  context: RequestContext,
  id: string,
  { idempotencyKey }: ArticleMarkSolvedInput,
): Promise<{ articleId: string }> {
  const author = { userId: context.viewer?.userId ?? null, idempotencyKey };
  return writeOnce(context, ArticleSolution, author, async (entityManager, existing) => {
    const keys = await ratingKeys(context, entityManager, id);
    if (existing && existing.articleId !== keys.articleId) throw idempotencyConflict();
    if (!existing) {
      entityManager.create(ArticleSolution, { ...keys, id: uuid(), idempotencyKey, createdAt: new Date() });
      await entityManager.flush();
    }
    return { articleId: keys.articleId };
  });
}

/** The article and the viewer who rates it. Throws NOT_FOUND on `id`, FORBIDDEN for staff. */
async function ratingKeys(context: RequestContext, entityManager: EntityManager, id: string) {
  const article = isUuid(id) && (await entityManager.findOne(ArticleRow, id, { fields: ['id'] }));
  if (!article) throw notFound('Article', 'id');
  const { tenantId, userId, customerId } = context.signedIn;
  if (customerId === null || !canRate(context.signedIn)) throw forbidden('Only customers can rate articles.');
  return { articleId: article.id, tenantId, userId, customerId };
}
