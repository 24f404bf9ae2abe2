import type { EntityManager } from '@mikro-orm/postgresql';
import { Customer } from '../accounts/customer.entity.ts';
import type { Locale, Words } from '../accounts/locale.ts';
import { Tenant } from '../accounts/tenant.entity.ts';
import { tenantUrl } from '../accounts/tenant.service.ts';
import { UserRow } from '../accounts/user.entity.ts';
import { AttachmentRow } from '../attachments/attachment.entity.ts';
import type { Config } from '../config.ts';
import type { PortalEventRow } from '../events/event.entity.ts';
import type { PortalEventType } from '../events/portal-event.ts';
import { FeedbackRow } from '../feedback/feedback.entity.ts';
import { MessageRow } from '../messages/message.entity.ts';
import { NotificationRow } from '../notifications/notification.entity.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import { emails, type MailFacts } from './emails.ts';
import type { Letter } from './render.ts';

/** What the mail about `event` says to `to`, with the thread it belongs to. */
export async function writeEventLetter(
  config: Config,
  entityManager: EntityManager,
  event: PortalEventRow,
  to: UserRow,
): Promise<{ letter: Letter; thread: string }> {
  const email = emails[event.type as PortalEventType]!;
  const facts = await gatherFacts(entityManager, event);
  const { tenant, ticket } = facts;
  const locale: Locale = to.locale;
  const inLanguage = (words: Words | string) => (typeof words === 'string' ? words : words[locale]);
  const letter: Letter = {
    locale,
    subject: ticket ? `[#${ticket.number}] ${ticket.title}` : inLanguage(email.says(facts, to)),
    name: to.name,
    says: inLanguage(email.says(facts, to)),
    details: (email.details?.(facts, to) ?? []).map(([label, value]) => [inLanguage(label), inLanguage(value)]),
    quotes: email.quotes?.(facts),
    link: { text: inLanguage(email.invites), url: `${tenantUrl(config, tenant)}/tickets/${event.ticketId}` },
    footer: inLanguage(footer(tenant, ticket)),
    choices: { text: inLanguage(choices), url: `${tenantUrl(config, tenant)}/notifications` },
  };
  return { letter, thread: `ticket.${event.ticketId}` };
}

const choices: Words = { en: 'Choose which mails you get', bn: 'কোন মেইল পাবেন তা বেছে নিন' };

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
