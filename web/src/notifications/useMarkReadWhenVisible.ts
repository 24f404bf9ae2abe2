import { useDocumentVisibility } from '@vueuse/core';
import { watch } from 'vue';
import { useUnreadCount } from './useUnreadCount';

/**
 * Whoever looks at something has read the notifications about it, however they came there. `markRead` is called once at
 * a time; what fails without a connection is done at the next occasion.
 */
export function useMarkReadWhenVisible(markRead: () => Promise<unknown>): void {
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
