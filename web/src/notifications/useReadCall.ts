import { useApolloClient } from '@vue/apollo-composable';
import { toValue, type MaybeRefOrGetter } from 'vue';
import { NotificationsDocument } from '../gql/graphql';
import { useMarkRead } from './useMarkRead';
import { useReadWhenSeen } from './useReadWhenSeen';

/** The newest ones: what is further back is read in the list. */
const looksAt = 50;

/** Whoever has a call before their eyes has read what they were notified of about it. */
export function useReadCall(callId: MaybeRefOrGetter<string>): void {
  const { client } = useApolloClient();
  const { send } = useMarkRead();

  async function markRead(): Promise<void> {
    const query = { query: NotificationsDocument, variables: { first: looksAt }, fetchPolicy: 'network-only' } as const;
    const answer = await client.query(query).catch(() => null);
    const ids = answer?.data.notifications.edges
      .map(({ node }) => node)
      .filter(({ callRequest, readAt }) => callRequest?.id === toValue(callId) && !readAt)
      .map(({ id }) => id);
    if (ids?.length) await send({ ids });
  }

  useReadWhenSeen(markRead);
}
