import { toValue, type MaybeRefOrGetter } from 'vue';
import { useMarkRead } from './useMarkRead';
import { useMarkReadWhenVisible } from './useMarkReadWhenVisible';

/** Marks the notifications about a ticket as read while it is looked at. */
export function useMarkTicketRead(ticketId: MaybeRefOrGetter<string>): void {
  const { send } = useMarkRead();
  useMarkReadWhenVisible(() => send({ ticketId: toValue(ticketId) }));
}
