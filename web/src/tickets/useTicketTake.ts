import { useToast } from '@nuxt/ui/composables';
import { useI18n } from 'vue-i18n';
import type { TicketSummaryFragment } from '../gql/graphql';
import { useUndoNote } from '../ui/useUndoNote';
import { useViewer } from '../users/useViewer';
import { useTicketUpdate } from './useTicketMutations';

/** Assigns a ticket to the viewer in one press, which can be undone; whoever was faster is not overwritten. */
export function useTicketTake(ticket: () => TicketSummaryFragment) {
  const { t } = useI18n();
  const toast = useToast();
  const { viewer } = useViewer();
  const showUndo = useUndoNote();
  const { send, sending, errorOf, problems } = useTicketUpdate(ticket);

  async function take(): Promise<void> {
    const { id, version, assignee } = ticket();
    const taken = await send({ id, input: { assigneeId: viewer.value.id, version } });
    if (taken) {
      const undone = { assigneeId: assignee?.id ?? null, version: taken.ticket?.version ?? null };
      return showUndo(t('ticket.took'), () => void send({ id, input: undone }));
    }
    const title = errorOf('input.version') ? t('ticket.takenConflict') : problems()[0];
    toast.add({ color: 'error', icon: 'i-lucide-circle-alert', ...(title && { title }) });
  }

  return { take, taking: sending };
}
