import { useDebounceFn } from '@vueuse/core';
import type { PortalEvent } from './portal-event';
import { onPortalEvent } from './usePortalEvents';

/** Asks again, once per burst of events, for what only the server knows. */
export function useRefetchSoon(
  refetch: () => Promise<unknown> | undefined,
  concerns: (event: PortalEvent) => boolean = () => true,
): void {
  const refetchSoon = useDebounceFn(() => refetch()?.catch(() => {}), 800, { maxWait: 5_000 });
  onPortalEvent((event) => {
    if (concerns(event)) void refetchSoon();
  });
}
