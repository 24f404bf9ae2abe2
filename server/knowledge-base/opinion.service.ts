import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../reads/projection.ts';
import { keyIsTaken, writeOnce } from '../writes/idempotency.ts';
import { notFound } from '../graphql/user-error.ts';
import { forbidden } from '../tickets/ticket.policy.ts';
import type { ArticleMarkSolvedInput } from './article.contract.ts';
import { ArticleRating, ArticleRow, ArticleSolution } from './article.entity.ts';
import { canRate } from './article.policy.ts';

/** Says whether an article helped the viewer; the last word counts. Customers only. */
export function rateArticle(context: RequestContext, id: string, helpful: boolean): Promise<{ articleId: string }> {
  return context.write(async (entityManager) => {
    const reader = await readerOf(context, entityManager, id);
    await entityManager.upsert(ArticleRating, { ...reader, helpful, ratedAt: new Date() });
    return { articleId: reader.articleId };
  });
}

/** Says that an article solved what the viewer had begun a ticket for: counted once for each ticket begun. Customers only. */
export function markSolved(
  context: RequestContext,
  id: string,
  { idempotencyKey }: ArticleMarkSolvedInput,
): Promise<{ articleId: string }> {
  const writtenBy = { userId: context.viewer?.userId ?? null, idempotencyKey };
  return writeOnce(context, ArticleSolution, writtenBy, async (entityManager, earlier) => {
    const reader = await readerOf(context, entityManager, id);
    if (earlier && earlier.articleId !== reader.articleId) throw keyIsTaken();
    if (!earlier) {
      entityManager.create(ArticleSolution, { ...reader, id: uuid(), idempotencyKey, createdAt: new Date() });
      await entityManager.flush();
    }
    return { articleId: reader.articleId };
  });
}

/** The viewer as somebody who may say what they think of this article. */
async function readerOf(context: RequestContext, entityManager: EntityManager, id: string) {
  const article = isUuid(id) && (await entityManager.findOne(ArticleRow, id, { fields: ['id'] }));
  if (!article) throw notFound('article', 'id');
  const { tenantId, userId, customerId } = context.signedIn;
  if (customerId === null || !canRate(context.signedIn))
    throw forbidden('Only customers say whether an article helped.');
  return { articleId: article.id, tenantId, userId, customerId };
}
