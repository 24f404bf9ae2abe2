import { v7 } from 'uuid';
import { tenantScope } from '../access/scope.ts';
import { UserRow } from '../users/user.entity.ts';
import { ArticleRow, ArticleStatus } from '../knowledge-base/article.entity.ts';
import { flushAndIndex, lockKnowledgeBase } from '../knowledge-base/article-index.ts';
import { renderBody } from '../knowledge-base/render-article.ts';
import type { Portal } from '../portal.ts';
import type { DemoTenant } from './content.ts';
import { dateOf } from './relative-time.ts';
import { emailOf } from './rows.ts';

/** Creates the articles of a tenant that has none, also of a demo that is older than the knowledge base. */
export function seedArticles(portal: Portal, tenantId: string, content: DemoTenant): Promise<void> {
  return portal.write(tenantScope(tenantId), async (entityManager) => {
    await lockKnowledgeBase(entityManager, tenantId);
    if ((await entityManager.count(ArticleRow)) > 0) return;
    const now = new Date();
    for (const { author, at, body, status, ...text } of content.articles) {
      const { id: authorId } = await entityManager.findOneOrFail(UserRow, { email: emailOf(author, content) });
      const createdAt = dateOf(at, now);
      const article = entityManager.create(ArticleRow, {
        ...text,
        id: v7({ msecs: createdAt.getTime() }),
        tenantId,
        status: ArticleStatus[status],
        body,
        ...(await renderBody(body)),
        version: 1,
        createdById: authorId,
        updatedById: authorId,
        idempotencyKey: null,
        createdAt,
        updatedAt: createdAt,
        publishedAt: status === 'DRAFT' ? null : createdAt,
      });
      await flushAndIndex(entityManager, article);
    }
  });
}
