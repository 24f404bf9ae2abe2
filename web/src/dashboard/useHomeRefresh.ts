import type { Ref } from 'vue';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { useRefetchSoon } from '../events/useRefetchSoon';

/** Lists follow an event at once by the cache; what only the server knows is asked for once per burst. */
export function useHomeRefresh(
  loading: Ref<boolean>,
  refetch: () => Promise<unknown> | undefined,
  concerns: (type: string) => boolean,
): void {
  useRefetchOnEvent(loading, refetch);
  useRefetchSoon(refetch, ({ __typename }) => concerns(__typename));
}
