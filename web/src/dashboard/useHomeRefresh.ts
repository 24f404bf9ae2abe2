import { useDebounceFn } from '@vueuse/core';
import type { Ref } from 'vue';
import { onPortalEvent } from '../events/usePortalEvents';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';

/** Lists follow an event at once by the cache; what only the server knows is asked for once per burst. */
export function useHomeRefresh(
  loading: Ref<boolean>,
  refetch: () => Promise<unknown> | undefined,
  concerns: (type: string) => boolean,
): void {
  useRefetchOnEvent(loading, refetch);
  const refresh = useDebounceFn(() => refetch()?.catch(() => {}), 800, { maxWait: 5_000 });
  onPortalEvent((event) => {
    if (concerns(event.__typename)) void refresh();
  });
}
