import { useToast } from '@nuxt/ui/composables';
import { computed, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { TicketSummaryFragment } from '../gql/graphql';
import { useFormats } from '../locales/useFormats';
import { keepFocus } from '../ui/keep-focus';
import { useUndoNote } from '../ui/useUndoNote';
import { useViewer } from '../users/useViewer';
import { useTicketUpdate } from './useTicketMutations';

/** One press in a list. Whoever was quicker keeps the ticket, and that is said. */
export function useAssignToMe() {
  const { t } = useI18n();
  const formats = useFormats();
  const { viewer } = useViewer();
  const toast = useToast();
  const showUndo = useUndoNote();
  const chosen = shallowRef<TicketSummaryFragment | null>(null);
  const { send, sending, errorOf, problems } = useTicketUpdate(() => chosen.value!);

  async function update(ticket: TicketSummaryFragment, assigneeId: string | null) {
    if (sending.value) return null;
    chosen.value = ticket;
    const done = await send({ id: ticket.id, input: { assigneeId, version: ticket.version } });
    if (done?.ticket) return done.ticket;
    toast.add({
      color: 'warning',
      icon: 'i-lucide-users-round',
      title: t('tickets.notAssigned', { number: formats.value.ticketNumber(ticket.number) }),
      description: errorOf('input.version') ? t('tickets.changedMeanwhile') : problems()[0],
    });
    return null;
  }

  async function assign(ticket: TicketSummaryFragment): Promise<void> {
    const assigned = await update(ticket, viewer.value.id);
    void keepFocus();
    if (!assigned) return;
    const said = t('tickets.assigned', { number: formats.value.ticketNumber(ticket.number) });
    showUndo(said, () => void update(assigned, null));
  }

  return { assign, assigningId: computed(() => (sending.value ? (chosen.value?.id ?? null) : null)) };
}
