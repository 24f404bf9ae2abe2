import { useDocumentVisibility } from '@vueuse/core';
import { toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useMarkRead } from './useMarkRead';
import { useUnreadCount } from './useUnreadCount';

/** Whoever has a ticket before their eyes has read what they were notified of about it, however they came there. */
export function useReadTicket(ticketId: MaybeRefOrGetter<string>): void {
  const { send, sending } = useMarkRead();
  const { unreadCount } = useUnreadCount();
  const visibility = useDocumentVisibility();
  let again = false;

  /** What cannot be noted now, for want of a connection, is noted at the next occasion. */
  async function read(): Promise<void> {
    again = sending.value;
    if (again) return;
    do {
      again = false;
      await send({ ticketId: toValue(ticketId) });
    } while (again);
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
