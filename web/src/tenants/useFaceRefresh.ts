import { useApolloClient } from '@vue/apollo-composable';
import { onPortalEvent } from '../events/usePortalEvents';
import { ViewerTenantDocument } from '../gql/graphql';
import { session } from '../sessions/session';

/** What changes something of `ViewerTenantFields`. */
const changes = ['OrganisationChanged', 'OpeningHoursChanged', 'SignUpSettingsChanged'];

/** Staff see at once what admins make of the organisation, its calls and sign-up; customers when their session is refreshed. */
export function useFaceRefresh(): void {
  const { resolveClient } = useApolloClient();
  onPortalEvent(({ __typename }) => {
    if (changes.includes(__typename)) void refresh();
  });

  async function refresh(): Promise<void> {
    const answer = await resolveClient()
      .query({ query: ViewerTenantDocument, fetchPolicy: 'network-only' })
      .catch(() => null);
    const [viewer, changed] = [session.viewer.value, answer?.data.viewer];
    if (viewer && changed?.id === viewer.id) session.updateViewer({ ...viewer, tenant: changed.tenant });
  }
}
