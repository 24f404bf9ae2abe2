import type { ApolloCache, Reference } from '@apollo/client/core';
import type { CachedConnection } from '../apollo/connections';
import type { NotificationsMarkReadInput } from '../gql/graphql';

/** Marks in the cached list what the server has marked as read. */
export function markReadInCache(
  cache: ApolloCache<unknown>,
  { ids, ticketId, all }: NotificationsMarkReadInput,
  unreadCount: number,
): void {
  const readAt = new Date().toISOString();
  const ticket = ticketId ? cache.identify({ __typename: 'Ticket', id: ticketId }) : undefined;
  const read: string[] = [];
  cache.modify<{ notifications: CachedConnection }>({
    fields: {
      notifications(stored, { readField }) {
        const list = stored as CachedConnection;
        for (const { node } of list.edges ?? []) {
          const isConcerned =
            all ||
            ids?.includes(String(readField('id', node))) ||
            (ticket && readField<Reference>('ticket', node)?.__ref === ticket);
          if (isConcerned && readField('readAt', node) === null) read.push(node.__ref);
        }
        return { ...list, unreadCount };
      },
    },
  });
  for (const id of read) cache.modify<{ readAt: string | null }>({ id, fields: { readAt: () => readAt } });
}

/** Something was marked as read, here or elsewhere; which notifications is known only when none is left unread. */
export const updateUnreadCount = (cache: ApolloCache<unknown>, unreadCount: number): void =>
  markReadInCache(cache, { all: unreadCount === 0 }, unreadCount);
