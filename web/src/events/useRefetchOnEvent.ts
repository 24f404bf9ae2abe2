import { watch, type Ref } from 'vue';
import type { PortalEvent } from './portal-event';
import { onPortalEvent } from './usePortalEvents';

/** An event that arrives while a query is loading may be newer than its answer: the query is sent once more then. */
export function useRefetchOnEvent(
  loading: Ref<boolean>,
  refetch: () => unknown,
  concerns: (event: PortalEvent) => boolean = (event) => 'ticket' in event,
): void {
  let isOutdated = false;
  onPortalEvent((event) => {
    if (loading.value && concerns(event)) isOutdated = true;
  });
  watch(loading, (isLoading) => {
    if (isLoading || !isOutdated) return;
    isOutdated = false;
    refetch();
  });
}
