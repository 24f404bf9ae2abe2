import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import {
  NotificationsMarkReadDocument,
  type NotificationFieldsFragment,
  type NotificationsMarkReadInput,
} from '../gql/graphql';
import { markReadInCache } from './mark-read';
import { notificationRoute } from './notification-route';

/** Marks notifications as read: by id, by ticket, or all. */
export function useMarkRead() {
  const { send: mutate, ...mutation } = useMutationWithErrors(
    NotificationsMarkReadDocument,
    (data) => data.notificationsMarkRead,
    (cache, { unreadCount }, { input }) => markReadInCache(cache, input, unreadCount ?? 0),
  );
  const send = (input: NotificationsMarkReadInput) => mutate({ input });

  /** For one that was opened: what has a page of its own is marked as read there. */
  function markOpened(notification: NotificationFieldsFragment): void {
    if (!notificationRoute(notification)) void send({ ids: [notification.id] });
  }

  return { ...mutation, send, markOpened };
}
