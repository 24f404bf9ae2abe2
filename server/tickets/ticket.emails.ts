import type { EntityManager } from '@mikro-orm/postgresql';
import { textIn } from '#shared/localised-text.ts';
import { CategoryRow } from '../categories/category.entity.ts';
import { Customer } from '../customers/customer.entity.ts';
import type { EventEmail, EventEmailSource } from '../events/event-email.ts';
import type { PortalEventRow } from '../events/event.entity.ts';
import type { TextKey } from '../locales/translate.ts';
import type { EmailDetail, EmailParty, EmailReader } from '../mail/email.ts';
import { TicketPriority, TicketRow } from './ticket.entity.ts';

interface TicketEmailFacts {
  event: PortalEventRow;
  actor: EmailParty | null;
  ticket: TicketRow;
  customer: Customer;
  /** What the ticket is about, in the language of the reader; null where none was chosen. */
  category: string | null;
}

interface TicketEmail<More> {
  /** Reads what the email needs beside the ticket, its customer and the actor. */
  load?: (entityManager: EntityManager, event: PortalEventRow) => Promise<More>;
  /** Whether there is nothing left to say. */
  isObsolete?: (facts: TicketEmailFacts & More) => boolean;
  body: (facts: TicketEmailFacts & More, reader: EmailReader) => string;
  details?: (facts: TicketEmailFacts & More, reader: EmailReader) => EmailDetail[];
  quote?: (facts: TicketEmailFacts & More) => string | null;
  callToAction: TextKey;
}

/** An email about what happened on a ticket. */
export const ticketEmail =
  <More extends object>({ load, isObsolete, body, details, quote, callToAction }: TicketEmail<More>): EventEmail =>
  async (source) => {
    const { entityManager, event, actor, reader } = source;
    const ticket = await entityManager.findOneOrFail(TicketRow, event.ticketId!);
    const customer = await entityManager.findOneOrFail(Customer, event.customerId!);
    const category = await categoryOf(source, ticket);
    const facts = { event, actor, ticket, customer, category, ...((await load?.(entityManager, event)) as More) };
    if (isObsolete?.(facts)) return null;
    return {
      ...ticketEnvelope(source, ticket, { title: ticket.title, callToAction }),
      body: body(facts, reader),
      details: details?.(facts, reader),
      quote: quote?.(facts),
    };
  };

/** What an agent needs to know of a ticket that is new to them. */
export const ticketDetails = ({ ticket, customer, category }: TicketEmailFacts, { t }: EmailReader): EmailDetail[] => [
  [t('newTicket.subject'), ticket.title],
  [t('tickets.priority'), t(`priority.${TicketPriority[ticket.priority] as keyof typeof TicketPriority}`)],
  [t('tickets.type'), t(`type.${ticket.type}`)],
  ...(category === null ? [] : [[t('tickets.category'), category] satisfies EmailDetail]),
  [t('tickets.customer'), `${customer.name} <${customer.email}>${customer.phone ? `, ${customer.phone}` : ''}`],
];

async function categoryOf(
  { entityManager, reader, tenant }: EventEmailSource,
  { categoryId }: TicketRow,
): Promise<string | null> {
  const category = categoryId && (await entityManager.findOne(CategoryRow, categoryId));
  return category ? textIn(category.names, reader.locale, tenant.defaultLocale) : null;
}

/** What all emails about a ticket have in common: its number in the subject, one thread, one page of the portal. */
export const ticketEnvelope = (
  { tenant, reader: { t } }: EventEmailSource,
  { id, number }: TicketRow,
  { title, callToAction }: { title: string; callToAction: TextKey },
) => ({
  subject: `[#${number}] ${title}`,
  callToAction: { text: t(callToAction), url: `${tenant.url}/tickets/${id}` },
  footer: t('emails.footer.ticket', { tenant: tenant.name, number }),
  thread: `ticket.${id}`,
});
