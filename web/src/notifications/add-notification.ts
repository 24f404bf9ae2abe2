import type { ApolloCache } from '@apollo/client/core';
import type { CachedConnection } from '../apollo/connections';
import { NotificationFieldsFragmentDoc, type NotificationFieldsFragment } from '../gql/graphql';

/** Puts a notification at the top of the cached list, and updates the unread count. */
export function addNotification(
  cache: ApolloCache<unknown>,
  notification: NotificationFieldsFragment,
  unreadCount: number,
): void {
  const node = cache.writeFragment({
    fragment: NotificationFieldsFragmentDoc,
    fragmentName: 'NotificationFields',
    data: notification,
  });
  if (!node) return;
  cache.modify<{ notifications: CachedConnection }>({
    fields: {
      notifications(stored) {
        const list = stored as CachedConnection;
        if (!list.edges || list.edges.some((edge) => edge.node.__ref === node.__ref)) return { ...list, unreadCount };
        const edge = { __typename: 'NotificationEdge', cursor: '', node };
        return { ...list, unreadCount, edges: [edge, ...list.edges] };
      },
    },
  });
}
