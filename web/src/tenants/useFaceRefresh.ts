import { useApolloClient } from '@vue/apollo-composable';
import { useThrottleFn } from '@vueuse/core';
import { watch } from 'vue';
import { useRoute } from 'vue-router';
import { onPortalEvent } from '../events/usePortalEvents';
import { ViewerTenantDocument } from '../gql/graphql';
import { session } from '../sessions/session';
import { useViewer } from '../users/useViewer';

/** What changes something of `ViewerTenantFields`. */
const changes = ['OrganisationChanged', 'OpeningHoursChanged', 'SignUpSettingsChanged'];
const minuteMs = 60_000;

/** Staff see at once what admins make of the organisation, its calls and sign-up; customers, who get no such event, on their next page. */
export function useFaceRefresh(): void {
  const { resolveClient } = useApolloClient();
  const { isStaff } = useViewer();
  const route = useRoute();
  const refreshAtMostOften = useThrottleFn(refresh, minuteMs);
  onPortalEvent(({ __typename }) => {
    if (changes.includes(__typename)) void refresh();
  });
  watch(
    () => route.path,
    () => {
      if (!isStaff.value) void refreshAtMostOften();
    },
  );

  async function refresh(): Promise<void> {
    const answer = await resolveClient()
      .query({ query: ViewerTenantDocument, fetchPolicy: 'network-only' })
      .catch(() => null);
    const [viewer, changed] = [session.viewer.value, answer?.data.viewer];
    if (viewer && changed?.id === viewer.id) session.updateViewer({ ...viewer, tenant: changed.tenant });
  }
}
