import { v7 } from 'uuid';
import { tenantScope } from '../access/scope.ts';
import { UserRow } from '../users/user.entity.ts';
import { ArticleRow, ArticleStatus } from '../knowledge-base/article.entity.ts';
import { rendered } from '../knowledge-base/rendering.ts';
import { indexArticle, takeTurns } from '../article-search/search-index.ts';
import type { Portal } from '../portal.ts';
import type { DemoTenant } from './content.ts';
import { dateOf } from './moment.ts';
import { emailOf } from './rows.ts';

/** Gives a tenant of the demo its articles, when it has none at all; a demo older than articles gets them too. */
export function seedArticles(portal: Portal, tenantId: string, content: DemoTenant): Promise<void> {
  return portal.write(tenantScope(tenantId), async (entityManager) => {
    await takeTurns(entityManager, tenantId);
    if ((await entityManager.count(ArticleRow)) > 0) return;
    const now = new Date();
    for (const { author, at, body, status, ...said } of content.articles) {
      const { id: authorId } = await entityManager.findOneOrFail(UserRow, { email: emailOf(author, content) });
      const moment = dateOf(at, now);
      const article = entityManager.create(ArticleRow, {
        ...said,
        id: v7({ msecs: moment.getTime() }),
        tenantId,
        status: ArticleStatus[status],
        body,
        ...rendered(body),
        version: 1,
        createdById: authorId,
        updatedById: authorId,
        idempotencyKey: null,
        createdAt: moment,
        updatedAt: moment,
        publishedAt: status === 'DRAFT' ? null : moment,
      });
      await entityManager.flush();
      await indexArticle(entityManager, article);
    }
  });
}
