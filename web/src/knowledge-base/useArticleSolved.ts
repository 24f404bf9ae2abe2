import { v4 as uuid } from 'uuid';
import { useDraft } from '../drafts/useDraft';
import { useArticleMarkSolved } from './useArticleMutations';

/** Records that an article made a ticket unnecessary: once for each ticket begun, however often it is tried. */
export function useArticleSolved(viewerId: string) {
  const { draft: attempt, drop } = useDraft(viewerId, 'article-solved', () => ({ key: '' }));
  const { send, ...mutation } = useArticleMarkSolved();

  /** Resolves to whether it is recorded. */
  async function markSolved(articleId: string): Promise<boolean> {
    if (!attempt.value.key) attempt.value = { key: uuid() };
    const payload = await send({ id: articleId, input: { idempotencyKey: attempt.value.key } });
    // Another article was recorded already, and that answer was lost: once for each ticket is enough.
    const isRecorded = mutation.userErrors.value.some(
      ({ code, field }) => code === 'CONFLICT' && field === 'input.idempotencyKey',
    );
    if (isRecorded) mutation.reset();
    return !!payload || isRecorded;
  }

  return { ...mutation, markSolved, attempt, drop };
}
