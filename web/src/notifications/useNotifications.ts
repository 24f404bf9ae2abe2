import { useApolloClient } from '@vue/apollo-composable';
import { usePages } from '../apollo/usePages';
import { onPortalEvent } from '../events/usePortalEvents';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { NotificationsDocument } from '../gql/graphql';

const pageSize = 20;
const longestPage = 100;

/** What the viewer was notified of, newest first. */
export function useNotifications() {
  const { client } = useApolloClient();
  const pages = usePages(NotificationsDocument, { first: pageSize }, (data) => data.notifications);
  useRefetchOnEvent(pages.loading, pages.refetch, (event) => event.__typename === 'NotificationAdded');
  // the event tells that something was read, here or elsewhere, not what: unless all was, what is loaded is read anew
  onPortalEvent((event) => {
    const loaded = pages.entries.value?.length ?? 0;
    if (event.__typename !== 'NotificationsRead' || event.unreadCount === 0 || loaded === 0) return;
    const first = Math.min(loaded, longestPage);
    client.query({ query: NotificationsDocument, variables: { first }, fetchPolicy: 'network-only' }).catch(() => {});
  });
  return pages;
}
