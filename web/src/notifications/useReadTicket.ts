import { toValue, type MaybeRefOrGetter } from 'vue';
import { useMarkRead } from './useMarkRead';
import { useReadWhenSeen } from './useReadWhenSeen';

/** Whoever has a ticket before their eyes has read what they were notified of about it. */
export function useReadTicket(ticketId: MaybeRefOrGetter<string>): void {
  const { send } = useMarkRead();
  useReadWhenSeen(() => send({ ticketId: toValue(ticketId) }));
}
