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

  /** For one that was opened, with all about its ticket: a ticket's own page marks them as read itself. */
  function markOpened(notification: NotificationFieldsFragment): void {
    const { id, ticket, callRequest } = notification;
    if (ticket && callRequest) void send({ ticketId: ticket.id });
    else if (!notificationRoute(notification)) void send({ ids: [id] });
  }

  return { ...mutation, send, markOpened };
}
