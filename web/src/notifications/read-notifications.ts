import type { ApolloCache, Reference } from '@apollo/client/core';
import type { CachedConnection } from '../apollo/connections';
import type { NotificationsMarkReadInput } from '../gql/graphql';

/** Notes in the loaded list what the server has taken as read. */
export function readNotifications(
  cache: ApolloCache<unknown>,
  { ids, ticketId, all }: NotificationsMarkReadInput,
  unreadCount: number,
): void {
  const readAt = new Date().toISOString();
  const ticket = ticketId ? cache.identify({ __typename: 'Ticket', id: ticketId }) : undefined;
  const read: string[] = [];
  cache.modify<{ notifications: CachedConnection }>({
    fields: {
      notifications(known, { readField }) {
        const list = known as CachedConnection;
        for (const { node } of list.edges ?? []) {
          const isMeant =
            all ||
            ids?.includes(String(readField('id', node))) ||
            (ticket && readField<Reference>('ticket', node)?.__ref === ticket);
          if (isMeant && readField('readAt', node) === null) read.push(node.__ref);
        }
        return { ...list, unreadCount };
      },
    },
  });
  for (const id of read) cache.modify<{ readAt: string | null }>({ id, fields: { readAt: () => readAt } });
}

/** Notes that something was read, here or elsewhere, which left so many unread; what it was is known only when none is left. */
export const noteRead = (cache: ApolloCache<unknown>, unreadCount: number): void =>
  readNotifications(cache, { all: unreadCount === 0 }, unreadCount);
