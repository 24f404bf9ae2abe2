import { watch, type Ref } from 'vue';
import type { PortalEvent } from './event-stream';
import { onPortalEvent } from './usePortalEvents';

/** An event that arrives while a query is under way may be newer than its answer: ask once more then. */
export function useRefetchWhenOvertaken(
  loading: Ref<boolean>,
  refetch: () => unknown,
  concerns: (event: PortalEvent) => boolean = (event) => 'ticket' in event,
): void {
  let overtaken = false;
  onPortalEvent((event) => {
    if (loading.value && concerns(event)) overtaken = true;
  });
  watch(loading, (isLoading) => {
    if (isLoading || !overtaken) return;
    overtaken = false;
    refetch();
  });
}
