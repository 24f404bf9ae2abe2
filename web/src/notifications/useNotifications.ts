import { useQuery } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import { client } from '../apollo/client';
import { failureOf, type Failure } from '../apollo/failure';
import { onPortalEvent } from '../events/usePortalEvents';
import { useRefetchWhenOvertaken } from '../events/useRefetchWhenOvertaken';
import { NotificationsDocument } from '../gql/graphql';

const pageSize = 20;
const longestPage = 100;

/** What the viewer was notified of, newest first, page after page. */
export function useNotifications() {
  const variables = { first: pageSize };
  const { result, loading, error, refetch, fetchMore } = useQuery(NotificationsDocument, variables, {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    refetchWritePolicy: 'merge',
    notifyOnNetworkStatusChange: true,
  });
  useRefetchWhenOvertaken(loading, refetch, (event) => event.__typename === 'NotificationAdded');
  // the event tells that something was read, here or elsewhere, not what: unless all was, what is loaded is read anew
  onPortalEvent((event) => {
    const loaded = result.value?.notifications.edges.length ?? 0;
    if (event.__typename !== 'NotificationsRead' || event.unreadCount === 0 || loaded === 0) return;
    const first = Math.min(loaded, longestPage);
    client.query({ query: NotificationsDocument, variables: { first }, fetchPolicy: 'network-only' }).catch(() => {});
  });

  const loadingMore = ref(false);
  const moreFailure = ref<Failure | null>(null);
  async function loadMore(): Promise<void> {
    const after = result.value?.notifications.pageInfo.endCursor;
    if (!after || loadingMore.value) return;
    loadingMore.value = true;
    moreFailure.value = null;
    try {
      await fetchMore({ variables: { ...variables, after } });
    } catch (reason) {
      moreFailure.value = failureOf(reason);
    } finally {
      loadingMore.value = false;
    }
  }

  return {
    /** undefined while they are not known. */
    notifications: computed(() => result.value?.notifications.edges.map((edge) => edge.node)),
    hasMore: computed(() => result.value?.notifications.pageInfo.hasNextPage ?? false),
    loading,
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    refetch,
    loadMore,
    loadingMore,
    moreFailure,
  };
}
