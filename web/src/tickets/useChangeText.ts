import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useCategories } from '../categories/useCategories';
import type { TicketPriority, TicketStatus } from '../gql/graphql';
import { useTeamNames } from '../teams/useTeams';
import { useFieldTexts } from '../ticket-fields/useFieldTexts';
import { useTicketFields } from '../ticket-fields/useTicketFields';
import { useAgents } from '../users/useAgents';
import { useViewer } from '../users/useViewer';
import type { HistoryEntry } from './ticket-history';
import { useStatusText } from './useStatusText';

const written = ['title', 'type'] as const;
const isWritten = (field: string): field is (typeof written)[number] => written.some((each) => each === field);

/** A sentence for each change of an entry of the history; a change of which this page knows nothing has a sentence in general. */
export function useChangeText(): ComputedRef<(entry: HistoryEntry) => string> {
  const { t } = useI18n();
  const { viewer, isStaff } = useViewer();
  const { agents } = isStaff.value ? useAgents() : { agents: computed(() => []) };
  const { nameOf: categoryName } = useCategories();
  const { teams } = isStaff.value ? useTeamNames() : { teams: computed(() => []) };
  const statusText = useStatusText();
  const { fields } = useTicketFields();
  const texts = useFieldTexts();
  const nameOf = (id: string) => agents.value.find((agent) => agent.id === id)?.name ?? t('ticket.changed.colleague');

  function valueText(name: string, { ticketFieldId, from, to }: HistoryEntry['changes'][number]): string {
    const known = fields.value?.find(({ id }) => id === ticketFieldId);
    const field = known ? texts.value.label(known) : t('ticketFields.unknown');
    const [before, after] = [from, to].map((value) => known && value != null && texts.value.value(known, value));
    if (before && after) return t('ticket.changed.fieldFromTo', { name, field, from: before, to: after });
    if (after) return t('ticket.changed.fieldSet', { name, field, to: after });
    return before
      ? t('ticket.changed.fieldRemoved', { name, field, from: before })
      : t('ticket.changed.field', { name, field });
  }

  function actorText(actor: HistoryEntry['actor']): string {
    if (!actor) return t('notifications.somebody');
    if (actor.kind === 'API_KEY') return t('audit.byKey', { name: actor.name });
    return actor.id === viewer.value.id ? t('messages.you') : actor.name;
  }

  function textOf({ event, actor }: HistoryEntry, change: HistoryEntry['changes'][number] | undefined): string {
    const name = actorText(actor);
    const to = change?.to;
    if (event === 'MessageAdded') return t('ticket.changed.message', { name });
    if (change?.field === 'status' && event.startsWith('Ticket') && to) {
      const isSettled = (status?: string | null) => status === 'RESOLVED' || status === 'CLOSED';
      if (isSettled(to) || (to === 'OPEN' && isSettled(change.from))) return t(`notifications.status.${to}`, { name });
      return t('ticket.changed.status', { name, value: statusText(to as TicketStatus) });
    }
    if (change?.field === 'priority' && to)
      return t('ticket.changed.priority', { name, value: t(`priority.${to as TicketPriority}`) });
    if (change?.field === 'assignee') {
      if (!to) return t('ticket.changed.unassigned', { name });
      if (to === actor?.id) return t('ticket.changed.taken', { name });
      return t('ticket.changed.assigned', {
        name,
        value: to === viewer.value.id ? t('ticket.changed.you') : nameOf(to),
      });
    }
    if (change?.field === 'category') {
      const value = to && categoryName(to);
      if (value) return t('ticket.changed.category', { name, value });
      return t(change.from && !to ? 'ticket.changed.noCategory' : 'ticket.changed.otherCategory', { name });
    }
    if (change?.field === 'team') {
      if (!to) return t('ticket.changed.noTeam', { name });
      const team = teams.value.find(({ id }) => id === to)?.name;
      return team ? t('ticket.changed.team', { name, value: team }) : t('ticket.changed.otherTeam', { name });
    }
    if (change?.field === 'fields') return valueText(name, change);
    if (change && isWritten(change.field)) return t(`ticket.changed.${change.field}`, { name });
    return t('ticket.changed.other', { name });
  }

  return computed(
    () => (entry) =>
      entry.changes.length > 1
        ? entry.changes.map((change) => textOf(entry, change)).join(' · ')
        : textOf(entry, entry.changes[0]),
  );
}
