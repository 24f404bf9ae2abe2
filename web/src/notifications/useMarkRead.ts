import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { NotificationsMarkReadDocument, type NotificationsMarkReadInput } from '../gql/graphql';
import { markReadInCache } from './mark-read';

/** Marks notifications as read: by id, by ticket, or all. */
export function useMarkRead() {
  const { send, ...mutation } = useMutationWithErrors(
    NotificationsMarkReadDocument,
    (data) => data.notificationsMarkRead,
    (cache, { unreadCount }, { input }) => markReadInCache(cache, input, unreadCount ?? 0),
  );
  return { ...mutation, send: (input: NotificationsMarkReadInput) => send({ input }) };
}
