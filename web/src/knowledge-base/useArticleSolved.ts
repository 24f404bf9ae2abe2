import { useDraft } from '../drafts/useDraft';
import { idempotencyKey } from '../drafts/idempotency-key';
import { useArticleMarkSolved } from './useArticleMutations';

/** That an article solved what a ticket was begun for: counted once for each ticket begun, however often it is tried. */
export function useMatterSolved(viewerId: string) {
  const { draft: matter, drop } = useDraft(viewerId, 'ticket-matter', () => ({ key: '' }));
  const { send, ...mutation } = useArticleMarkSolved();

  /** Resolves to whether it is recorded. */
  async function markSolved(articleId: string): Promise<boolean> {
    if (!matter.value.key) matter.value = { key: idempotencyKey() };
    const answer = await send({ id: articleId, input: { idempotencyKey: matter.value.key } });
    // Another article had it already, and that answer was lost: this matter is counted, and once is enough.
    const isCounted = mutation.userErrors.value.some(
      ({ code, field }) => code === 'CONFLICT' && field === 'input.idempotencyKey',
    );
    if (isCounted) mutation.reset();
    return !!answer || isCounted;
  }

  return { ...mutation, markSolved, matter, endMatter: drop };
}
