import { useApolloClient } from '@vue/apollo-composable';
import { toValue, type MaybeRefOrGetter } from 'vue';
import { NotificationsDocument } from '../gql/graphql';
import { useMarkRead } from './useMarkRead';
import { useMarkReadWhenVisible } from './useMarkReadWhenVisible';

/** Only the newest ones are searched: older ones are marked as read in the list. */
const maxSearched = 50;

/** Marks the notifications about a call as read while it is looked at. */
export function useMarkCallRead(callId: MaybeRefOrGetter<string>): void {
  const { client } = useApolloClient();
  const { send } = useMarkRead();

  async function markRead(): Promise<void> {
    const query = {
      query: NotificationsDocument,
      variables: { first: maxSearched },
      fetchPolicy: 'network-only',
    } as const;
    const answer = await client.query(query).catch(() => null);
    const ids = answer?.data.notifications.edges
      .map(({ node }) => node)
      .filter(({ callRequest, readAt }) => callRequest?.id === toValue(callId) && !readAt)
      .map(({ id }) => id);
    if (ids?.length) await send({ ids });
  }

  useMarkReadWhenVisible(markRead);
}
