import { useI18n } from 'vue-i18n';
import { useViewer } from '../users/useViewer';
import type { TicketStatus } from '../gql/graphql';

/** The name of a status for the viewer: "Waiting for you" to a customer is "Waiting for customer" to staff. */
export function useStatusText(): (status: TicketStatus) => string {
  const { t } = useI18n();
  const { isStaff } = useViewer();
  return (status) => t(isStaff.value ? `staffStatus.${status}` : `status.${status}`);
}
