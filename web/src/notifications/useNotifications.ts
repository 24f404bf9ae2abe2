import { useApolloClient } from '@vue/apollo-composable';
import { usePages } from '../apollo/usePages';
import { onPortalEvent } from '../events/usePortalEvents';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { NotificationsDocument } from '../gql/graphql';

const pageSize = 20;
const maxPageSize = 100;

/** The viewer's notifications, newest first. */
export function useNotifications() {
  const { client } = useApolloClient();
  const pages = usePages(NotificationsDocument, { first: pageSize }, (data) => data.notifications);
  useRefetchOnEvent(pages.loading, pages.refetch, (event) => event.__typename === 'NotificationAdded');
  // the event says that something was read, here or elsewhere, not what: unless all was, the loaded part is loaded again
  onPortalEvent((event) => {
    const loaded = pages.entries.value?.length ?? 0;
    if (event.__typename !== 'NotificationsRead' || event.unreadCount === 0 || loaded === 0) return;
    const first = Math.min(loaded, maxPageSize);
    client.query({ query: NotificationsDocument, variables: { first }, fetchPolicy: 'network-only' }).catch(() => {});
  });
  return pages;
}
