import { useDocumentVisibility } from '@vueuse/core';
import { watch } from 'vue';
import { useUnreadCount } from './useUnreadCount';

/**
 * Whoever has something before their eyes has read what they were notified of about it, however they came there.
 * `markRead` is called once at a time; what it cannot do for want of a connection is done at the next occasion.
 */
export function useReadWhenSeen(markRead: () => Promise<unknown>): void {
  const { unreadCount } = useUnreadCount();
  const visibility = useDocumentVisibility();
  let reading = false;
  let again = false;

  async function read(): Promise<void> {
    again = reading;
    if (reading) return;
    reading = true;
    do {
      again = false;
      await markRead();
    } while (again);
    reading = false;
  }

  watch(
    [visibility, unreadCount],
    ([now, unread], [, before = 0]) => {
      const somethingRead = unread < before;
      if (now === 'visible' && unread > 0 && !somethingRead) void read();
    },
    { immediate: true },
  );
}
