import { useQuery } from '@vue/apollo-composable';
import { computed, type ComputedRef } from 'vue';
import { UnreadCountDocument } from '../gql/graphql';

/** How many notifications are unread: every page loads the number along, and events update it. */
export function useUnreadCount(): { unreadCount: ComputedRef<number> } {
  const { result } = useQuery(UnreadCountDocument, null, { fetchPolicy: 'cache-only' });
  return { unreadCount: computed(() => result.value?.notifications.unreadCount ?? 0) };
}
