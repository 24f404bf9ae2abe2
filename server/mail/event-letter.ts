import type { EntityManager } from '@mikro-orm/postgresql';
import addressparser from 'nodemailer/lib/addressparser';
import { Customer } from '../customers/customer.entity.ts';
import type { Locale } from '#shared/locale.ts';
import type { Words } from '../users/locale.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { tenantUrl } from '../tenants/tenant.service.ts';
import { UserRow } from '../users/user.entity.ts';
import { AttachmentRow } from '../attachments/attachment.entity.ts';
import { writeInvitation, type Invitation } from '../call-requests/calendar.ts';
import { CallRequestRow } from '../call-requests/call-request.entity.ts';
import { isStaffMember } from '../call-requests/call-request.words.ts';
import type { Config } from '../config.ts';
import type { PortalEventRow } from '../events/event.entity.ts';
import type { PortalEventType } from '../events/portal-event.ts';
import { FeedbackRow } from '../feedback/feedback.entity.ts';
import { MessageRow } from '../messages/message.entity.ts';
import { NotificationRow } from '../notifications/notification.entity.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import { emails, type MailFacts } from './emails.ts';
import type { Letter } from './render.ts';

/** A mail with the thread it belongs to, and what goes into a calendar. */
export interface EventLetter {
  letter: Letter;
  thread: string;
  invitation: Invitation | null;
}

/** What the mail about `event` says to `to`; null when things have gone on and nothing is left to say. */
export async function writeEventLetter(
  config: Config,
  entityManager: EntityManager,
  event: PortalEventRow,
  to: UserRow,
): Promise<EventLetter | null> {
  const email = emails[event.type as PortalEventType]!;
  const facts = await gatherFacts(entityManager, event);
  if (email.isMoot?.(facts)) return null;
  const { tenant, ticket, call } = facts;
  const locale: Locale = to.locale;
  const inLanguage = (words: Words | string) => (typeof words === 'string' ? words : words[locale]);
  const says = inLanguage(email.says(facts, to));
  const title = email.subject && inLanguage(email.subject(facts, to));
  const path = ticket || !call ? `tickets/${event.ticketId}` : `calls/${call.id}`;
  const letter: Letter = {
    locale,
    subject: ticket ? `[#${ticket.number}] ${title ?? ticket.title}` : (title ?? says),
    name: to.name,
    says,
    details: (email.details?.(facts, to) ?? []).map(([label, value, link]) => [
      inLanguage(label),
      inLanguage(value),
      link,
    ]),
    quotes: email.quotes?.(facts),
    link: { text: inLanguage(email.invites), url: `${tenantUrl(config, tenant)}/${path}` },
    footer: inLanguage(footer(tenant, ticket)),
    choices: { text: inLanguage(choices), url: `${tenantUrl(config, tenant)}/notifications` },
  };
  const thread = ticket || !call ? `ticket.${event.ticketId}` : `call.${call.id}`;
  return { letter, thread, invitation: call && inviteTo(config, call, letter, facts, to) };
}

const choices: Words = { en: 'Choose which mails you get', bn: 'কোন মেইল পাবেন তা বেছে নিন' };
/** The time of a call for the calendar of its reader, where it has changed. */
function inviteTo(
  config: Config,
  call: CallRequestRow,
  letter: Letter,
  { event, tenant, customer }: MailFacts,
  to: UserRow,
): Invitation | null {
  if (event.type === 'CallRequestDue' || event.statusTo === 'MISSED') return null;
  const details = letter.details!.slice(1).map(([label, value]) => `${label}: ${value}`);
  const party = isStaffMember(to) ? customer.name : tenant.name;
  return writeInvitation(call, {
    uid: `call.${call.id}@${new URL(config.publicUrl).hostname}`,
    summary: { en: `Call: ${party}`, bn: `কল: ${party}` }[letter.locale],
    description: [...details, call.note, letter.link.url].filter(Boolean).join('\n'),
    url: letter.link.url,
    organizer: { name: tenant.name, email: addressOf(config.mailFrom) },
    attendee: { name: to.name, email: to.email },
  });
}

const addressOf = (mailbox: string) => addressparser(mailbox, { flatten: true })[0]!.address;

const footer = ({ name }: Tenant, ticket: TicketRow | null): Words => ({
  en: `${name} sent this${ticket ? ` because of ticket #${ticket.number}` : ''}. Mails to this address are not read; use the portal.`,
  bn: `${ticket ? `টিকিট #${ticket.number} সম্পর্কে ` : ''}${name} এই মেইল পাঠিয়েছে। এই ঠিকানায় পাঠানো মেইল কেউ পড়ে না; পোর্টাল ব্যবহার করুন।`,
});

async function gatherFacts(entityManager: EntityManager, event: PortalEventRow): Promise<MailFacts> {
  const { tenantId, tenantSequence, customerId, ticketId, subjectId } = event;
  const isAbout = (...types: PortalEventType[]) => types.includes(event.type as PortalEventType);
  const message = isAbout('TicketCreated', 'MessageAdded')
    ? await entityManager.findOneOrFail(MessageRow, subjectId!)
    : null;
  const feedback = isAbout('FeedbackSubmitted') ? await entityManager.findOneOrFail(FeedbackRow, subjectId!) : null;
  const told = await entityManager.findOne(NotificationRow, { eventSequence: tenantSequence });
  return {
    event,
    message,
    feedback,
    call: isAbout('CallRequested', 'CallRequestUpdated', 'CallRequestDue')
      ? await entityManager.findOneOrFail(CallRequestRow, subjectId!)
      : null,
    tenant: await entityManager.findOneOrFail(Tenant, tenantId),
    customer: await entityManager.findOneOrFail(Customer, customerId!),
    actor: told?.actorId ? await entityManager.findOneOrFail(UserRow, told.actorId) : null,
    rated: feedback?.agentId ? await entityManager.findOneOrFail(UserRow, feedback.agentId) : null,
    ticket: ticketId ? await entityManager.findOneOrFail(TicketRow, ticketId) : null,
    attachments: message
      ? await entityManager.find(AttachmentRow, { messageId: message.id }, { orderBy: { position: 'asc' } })
      : [],
  };
}
