import type { RouteLocationRaw } from 'vue-router';

/** The page of a ticket, at one of its messages where that is known. */
export const ticketRoute = (id: string, messageId?: string | null): RouteLocationRaw => ({
  name: 'ticket',
  params: { id },
  hash: messageId ? `#message-${messageId}` : '',
});
