import { v4 as uuid } from 'uuid';
import { useDraft } from './useDraft';

/**
 * The key of what is being sent. The same input sent again, because an answer was lost or the page reloaded, has the
 * same key, so that it takes effect once.
 */
export function useIdempotencyKey(
  viewerId: string,
  name: string,
  maxAgeMs = Infinity,
): { keyFor: (input: object) => string; drop: () => void } {
  const { draft: attempt, drop } = useDraft(viewerId, `${name}-attempt`, () => ({ input: '', key: '', startedAt: 0 }));

  function keyFor(value: object): string {
    const input = JSON.stringify(value);
    const isSame = attempt.value.input === input && Date.now() - attempt.value.startedAt < maxAgeMs;
    if (!isSame) attempt.value = { input, key: uuid(), startedAt: Date.now() };
    return attempt.value.key;
  }

  return { keyFor, drop };
}
