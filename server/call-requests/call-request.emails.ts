import addressparser from 'nodemailer/lib/addressparser';
import { Customer } from '../customers/customer.entity.ts';
import type { EventEmail, EventEmailSource } from '../events/event-email.ts';
import type { PortalEventRow } from '../events/event.entity.ts';
import type { EmailDetail, EmailParty, EmailReader } from '../mail/email.ts';
import type { CalendarFile } from '../mail/outgoing-email.ts';
import { ticketEnvelope } from '../tickets/ticket.emails.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import { activeMembers } from '../teams/active-members.ts';
import { UserRow } from '../users/user.entity.ts';
import { calendarHolders, handovers } from './calendar-holders.ts';
import { writeInvitation, type CalendarEntry } from './calendar.ts';
import { CallRequestRow, CallRequestStatus } from './call-request.entity.ts';
import { isOpen } from './call-request.policy.ts';
import { formatTime, formatTimeShort } from '../locales/format-time.ts';

export interface CallEmailFacts {
  event: PortalEventRow;
  actor: EmailParty | null;
  call: CallRequestRow;
  customer: Customer;
  ticket: TicketRow | null;
}

interface CallEmail {
  /** What has become of the call, as its subject line and the calendar say it. */
  subject: (facts: CallEmailFacts) => CallSubject;
  body: (facts: CallEmailFacts, reader: EmailReader) => string;
  /** Whether the call has moved on since: a reminder after it was cancelled, say. */
  isObsolete: (facts: CallEmailFacts) => boolean;
  /** Whether it changes what the calendar of its reader has to show. */
  hasCalendarFile: (facts: CallEmailFacts) => boolean;
  /** Whether it says nothing to those in whose calendar the call is not. */
  isAboutCalendar?: boolean;
}

type CallSubject = 'requested' | 'rescheduled' | 'cancelled' | 'missed' | 'due' | 'assigned' | 'handedOver';

/** An email about what happened to a call, on the thread of its ticket where it has one. */
export const callEmail =
  ({ subject, body, isObsolete, hasCalendarFile, isAboutCalendar = false }: CallEmail): EventEmail =>
  async (source) => {
    const { entityManager, event, actor, tenant, reader } = source;
    const { t } = reader;
    const call = await entityManager.findOneOrFail(CallRequestRow, event.subjectId!);
    const customer = await entityManager.findOneOrFail(Customer, event.customerId!);
    const ticket = event.ticketId ? await entityManager.findOneOrFail(TicketRow, event.ticketId) : null;
    const facts = { event, actor, call, customer, ticket };
    if (isObsolete(facts)) return null;
    const calendar = hasCalendarFile(facts) ? await calendarOf(source, facts) : 'NONE';
    // the call was with this reader, and was handed on before there was anything to take out again
    if (calendar === 'NONE' && isAboutCalendar) return null;
    const isHandedOver = calendar === 'TAKEN_OUT' && isOpen(call);
    const party = reader.isStaff ? customer.name : tenant.name;
    const title = t(`emails.call.${isHandedOver ? 'handedOver' : subject(facts)}.subject`, {
      party,
      time: shortTime(call, reader),
    });
    const envelope = ticket
      ? ticketEnvelope(source, ticket, { title, callToAction: 'emails.viewCall' })
      : {
          subject: title,
          callToAction: { text: t('emails.viewCall'), url: `${tenant.url}/calls/${call.id}` },
          footer: t('emails.footer.event', { tenant: tenant.name }),
          thread: `call.${call.id}`,
        };
    const details = callDetails(facts, reader);
    return {
      ...envelope,
      body: isHandedOver ? t('emails.call.handedOver.staff') : body(facts, reader),
      details,
      quote: call.note,
      calendarFile:
        calendar !== 'NONE'
          ? calendarFile(source, facts, {
              isTakenOut: calendar === 'TAKEN_OUT',
              handovers: await handovers(entityManager, call),
              summary: t('emails.call.calendarSummary', { party }),
              details: details.slice(1),
              url: envelope.callToAction.url,
            })
          : null,
    };
  };

/** Whether the call stands in the calendar of the reader, is taken out of it, or never was in it: it is with who makes the call. */
async function calendarOf(
  { entityManager, event, reader }: EventEmailSource,
  { ticket }: CallEmailFacts,
): Promise<'ENTERED' | 'TAKEN_OUT' | 'NONE'> {
  if (!reader.isStaff || !ticket) return 'ENTERED';
  const { assigneeId, teamId } = ticket;
  const callers = assigneeId ? [assigneeId] : await activeMembers(entityManager, teamId);
  // any of the agents
  if (callers.length === 0) return 'ENTERED';
  const user = await entityManager.findOneOrFail(UserRow, { tenantId: event.tenantId, email: reader.email });
  if (callers.includes(user.id)) return 'ENTERED';
  return (await calendarHolders(entityManager, event)).includes(user.id) ? 'TAKEN_OUT' : 'NONE';
}

/** When the call is, for a subject line. */
function shortTime({ status, scheduledAt, dueAt }: CallRequestRow, { locale, timeZone, t }: EmailReader): string {
  if (status === CallRequestStatus.REQUESTED) return t('emails.call.now');
  return formatTimeShort(locale, timeZone, scheduledAt ?? dueAt);
}

/** When the call is, in the time zone of the reader. */
function fullTime(
  { scheduledAt, scheduledEndAt, dueAt }: CallRequestRow,
  { locale, timeZone, t }: EmailReader,
): string {
  if (scheduledAt) return formatTime(locale, timeZone, scheduledAt, scheduledEndAt!);
  return t('emails.call.asSoonAsPossible', { time: formatTime(locale, timeZone, dueAt) });
}

/** Everything needed to dial, or to know when the phone will ring. */
function callDetails({ call, customer, ticket }: CallEmailFacts, reader: EmailReader): EmailDetail[] {
  const { phone, reason } = call;
  const { t } = reader;
  const details: EmailDetail[] = [
    [t('emails.details.when'), fullTime(call, reader)],
    [t('profile.phone'), phone, `tel:${phone}`],
  ];
  if (reader.isStaff) details.push([t('tickets.customer'), `${customer.name} <${customer.email}>`]);
  if (ticket) details.push([t('tickets.ticket'), `#${ticket.number} ${ticket.title}`]);
  if (reason) details.push([t('emails.details.about'), reason]);
  return details;
}

const calendarFile = (
  { config, tenant, reader }: EventEmailSource,
  { call }: CallEmailFacts,
  {
    details,
    ...entry
  }: Pick<CalendarEntry, 'summary' | 'url' | 'isTakenOut' | 'handovers'> & { details: EmailDetail[] },
): CalendarFile | null =>
  writeInvitation(call, {
    uid: `call.${call.id}@${new URL(config.publicUrl).hostname}`,
    ...entry,
    description: [...details.map(([label, value]) => `${label}: ${value}`), call.note, entry.url]
      .filter(Boolean)
      .join('\n'),
    organizer: { name: tenant.name, email: addressparser(config.mailFrom, { flatten: true })[0]!.address },
    attendee: { name: reader.name, email: reader.email },
  });

/** What a customer's request says. */
export function requestedText({ call, customer, actor }: CallEmailFacts, { isStaff, t }: EmailReader): string {
  const kind = call.scheduledAt ? 'booked' : 'wantedNow';
  if (isStaff && actor?.isStaff)
    return t(`emails.call.${kind}.forCustomer`, { agent: actor.name, customer: customer.name });
  return t(`emails.call.${kind}.${isStaff ? 'staff' : 'customer'}`, { customer: customer.name });
}

/** What has become of a call that was rescheduled, cancelled or missed. */
export function updatedText({ event, customer, actor }: CallEmailFacts, { isStaff, t }: EmailReader): string {
  const side = isStaff ? 'staff' : 'customer';
  const agent = actor?.isStaff ? actor.name : '';
  const names = { customer: customer.name, agent };
  if (event.statusTo === CallRequestStatus.CANCELLED) return t(`emails.call.cancelled.${side}`, names);
  if (event.statusTo === CallRequestStatus.MISSED)
    return t(`emails.call.${agent ? 'noAnswer' : 'missed'}.${side}`, names);
  if (isStaff) return t(`emails.call.rescheduled.${agent ? 'byStaff' : 'byCustomer'}`, names);
  const isFirstTime = event.statusFrom === CallRequestStatus.REQUESTED;
  return t(`emails.call.rescheduled.${isFirstTime ? 'firstTime' : 'newTime'}`);
}

export const updatedSubject = ({ call: { status } }: CallEmailFacts): CallSubject => subjects[status] ?? 'requested';

const subjects: Partial<Record<CallRequestStatus, CallSubject>> = {
  [CallRequestStatus.SCHEDULED]: 'rescheduled',
  [CallRequestStatus.CANCELLED]: 'cancelled',
  [CallRequestStatus.MISSED]: 'missed',
};
