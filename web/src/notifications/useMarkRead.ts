import type { NotificationsMarkReadInput } from '../gql/graphql';
import { NotificationsMarkReadDocument } from '../gql/graphql';
import { useVerb } from '../apollo/useVerb';
import { client } from '../apollo/client';
import { readNotifications } from './read-notifications';

/** Marks notifications as read: by id, by ticket, or all. */
export function useMarkRead() {
  const { send: mark, ...verb } = useVerb(NotificationsMarkReadDocument, (data) => data.notificationsMarkRead);

  async function send(input: NotificationsMarkReadInput): Promise<boolean> {
    const answer = await mark({ input });
    if (answer) readNotifications(client.cache, input, answer.unreadCount ?? 0);
    return !!answer;
  }

  return { ...verb, send };
}
