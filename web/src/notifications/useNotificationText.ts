import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { NotificationFieldsFragment } from '../gql/graphql';
import { useViewer } from '../users/useViewer';
import { useFormats } from '../locales/useFormats';
import { isKnownKind } from './notification-icons';

/** One sentence for each notification. */
export function useNotificationText(): ComputedRef<(notification: NotificationFieldsFragment) => string> {
  const { t } = useI18n();
  const formats = useFormats();
  const { viewer, isStaff } = useViewer();
  return computed(() => ({ kind, status, callStatus, actor, feedback }) => {
    if (kind === 'CALL_REQUESTED' && actor?.id === viewer.value.id) return t('notifications.ownCall');
    const name = actor?.name ?? t('notifications.somebody');
    const isForMe = !isStaff.value && !!actor && actor.role !== 'CUSTOMER';
    if (isForMe && (kind === 'TICKET_CREATED' || kind === 'CALL_REQUESTED'))
      return t(`notifications.forYou.${kind}`, { name });
    if (kind === 'TICKET_STATUS_CHANGED' && status) return t(`notifications.status.${status}`, { name });
    if (callStatus) return t(`notifications.call.${callStatus}`);
    if (!isKnownKind(kind) || kind === 'TICKET_STATUS_CHANGED') return t('notifications.other');
    return t(`notifications.said.${kind}`, { name, rating: formats.value.count(feedback?.rating ?? 0) });
  });
}
