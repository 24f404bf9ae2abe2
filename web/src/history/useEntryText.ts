import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { RouteLocationRaw } from 'vue-router';
import type {
  ArticleStatus,
  CallRequestStatus,
  DomainFailure,
  SignInMethod,
  SignUpMode,
  SingleSignOnNewAccounts,
  TicketPriority,
  TicketStatus,
  TicketType,
  UserRole,
} from '../gql/graphql';
import { useCategories } from '../categories/useCategories';
import { customerRoute } from '../customers/customer-route';
import { articleRoute } from '../knowledge-base/article-routes';
import { useDeviceName } from '../sessions/useDeviceName';
import { useFormats } from '../locales/useFormats';
import { isKnownKind } from '../notifications/notification-icons';
import { ticketRoute } from '../tickets/ticket-route';
import { useStatusText } from '../tickets/useStatusText';
import { useTeamNames } from '../teams/useTeams';
import { useFieldTexts } from '../ticket-fields/useFieldTexts';
import { useTicketFields } from '../ticket-fields/useTicketFields';
import { routeNameOf } from '../settings/sections';
import { useAgents } from '../users/useAgents';
import type { AuditEntry } from './useAuditLog';

type Change = AuditEntry['changes'][number];

/** An entry in words. */
export interface EntryText {
  /** Who did what. */
  did: string;
  /** To what, and where it is shown; null where that is said already. */
  about: { text: string; to: RouteLocationRaw | null } | null;
  /** From what, to what. */
  changes: string[];
  /** From where, at which device and how often, as far as that is known. */
  origin: string;
}

/** Beside the ways to sign in. */
const secondSteps = { TOTP: true, RECOVERY_CODE: true, SECOND_PASSKEY: true };

/** Others are invited by staff. */
const hasSignedUp = ({ event, actor }: AuditEntry) => event === 'CustomerCreated' && actor?.role === 'CUSTOMER';

/** What happened, in the words of this page; what it does not know has words in general. */
export function useEntryText(): ComputedRef<(entry: AuditEntry) => EntryText> {
  const { t, te } = useI18n();
  const { agents } = useAgents();
  const { teams } = useTeamNames();
  const formats = useFormats();
  const { nameOf: categoryName } = useCategories();
  const statusText = useStatusText();
  const { fields } = useTicketFields();
  const fieldTexts = useFieldTexts();
  const deviceName = useDeviceName();

  const fieldOf = ({ ticketFieldId }: Change) => fields.value?.find(({ id }) => id === ticketFieldId);

  function valueOf(event: string, change: Change, value: string | null | undefined): string {
    const { field } = change;
    if (value == null) return t('audit.nothing');
    const ticketField = fieldOf(change);
    if (ticketField) return fieldTexts.value.value(ticketField, value);
    if (value === 'true' || value === 'false') return t(`audit.${value}`);
    if (field === 'team') return teams.value.find(({ id }) => id === value)?.name ?? t('audit.archivedTeam');
    if (field === 'assignee' || field === 'members')
      return agents.value.find(({ id }) => id === value)?.name ?? t('ticket.changed.colleague');
    if (field === 'category') return categoryName(value) ?? '…';
    if (field === 'type') return t(`type.${value as TicketType}`);
    if (field === 'priority') return t(`priority.${value as TicketPriority}`);
    if (event === 'SignInSettingsChanged')
      return value
        .split(', ')
        .map((method) => t(`signInSettings.methods.${method as SignInMethod}`))
        .join(', ');
    if (field === 'method' && value in secondSteps) return t(`audit.method.${value as keyof typeof secondSteps}`);
    if (field === 'method') return t(`signInSettings.methods.${value as SignInMethod}`);
    if (field === 'newAccounts') return t(`singleSignOn.newAccount.${value as SingleSignOnNewAccounts}.title`);
    if (field === 'mode') return t(`signUp.mode.${value as SignUpMode}.title`);
    if (field === 'status' && event.startsWith('Ticket')) return statusText(value as TicketStatus);
    if (field === 'status' && event.startsWith('Article')) return t(`help.status.${value as ArticleStatus}`);
    if (field === 'status' && event.startsWith('Call')) return t(`calls.status.${value as CallRequestStatus}`);
    if (field === 'domainFailure') return t(`domain.failure.${value as DomainFailure}`, { target: '' });
    return value;
  }

  function labelOf(change: Change): string {
    const { field } = change;
    const ticketField = fieldOf(change);
    if (ticketField) return fieldTexts.value.label(ticketField);
    const [role, kind] = field.split('.');
    if (kind && isKnownKind(kind))
      return `${t(`mailChoices.kind.${kind}`)}, ${t(`mailDefaults.role.${role as UserRole}`)}`;
    return te(`audit.field.${field}`) ? t(`audit.field.${field}`) : field;
  }

  function aboutOf({
    ticket,
    customer,
    message,
    callRequest,
    article,
    user,
    category,
    team,
    ticketField,
  }: AuditEntry): EntryText['about'] {
    if (ticket) {
      const text = `${formats.value.ticketNumber(ticket.number)} ${ticket.title}`;
      return { text, to: ticketRoute(ticket.id, message?.id) };
    }
    if (article) return { text: article.title, to: articleRoute(article) };
    if (callRequest) return { text: customer?.name ?? '', to: { name: 'call', params: { id: callRequest.id } } };
    if (category) return { text: category.name, to: { name: 'settings-categories' } };
    if (user ?? team) return { text: (user ?? team)!.name, to: null };
    if (ticketField) return { text: fieldTexts.value.label(ticketField), to: { name: routeNameOf('ticketFields') } };
    return customer ? { text: customer.name, to: customerRoute(customer.id) } : null;
  }

  const originOf = ({ address, userAgent, attempts }: AuditEntry): string =>
    [
      attempts && t('audit.attempts', { count: formats.value.count(attempts) }, attempts),
      userAgent && deviceName(userAgent),
      address,
    ]
      .filter(Boolean)
      .join(' · ');

  function nameOf(actor: AuditEntry['actor']): string {
    if (!actor) return t('audit.portal');
    return actor.kind === 'API_KEY' ? t('audit.byKey', { name: actor.name }) : actor.name;
  }

  return computed(() => (entry) => {
    const { event, actor, changes, message } = entry;
    const name = nameOf(actor);
    const key = `audit.event.${message?.internal ? 'NoteAdded' : hasSignedUp(entry) ? 'CustomerSignedUp' : event}`;
    return {
      did: t(te(key) ? key : 'audit.event.other', { name }),
      about: aboutOf(entry),
      origin: originOf(entry),
      changes: changes.map((change) => {
        const { from, to } = change;
        const label = labelOf(change);
        // some values are not kept
        if (from == null && to == null) return t('audit.changed', { field: label });
        const texts = { field: label, from: valueOf(event, change, from), to: valueOf(event, change, to) };
        return t(from == null ? 'audit.set' : 'audit.fromTo', texts);
      }),
    };
  });
}
