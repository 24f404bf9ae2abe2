import { UserRole } from '../access/viewer.ts';
import type { AttachmentRow } from '../attachments/attachment.entity.ts';
import { fileSize } from '../attachments/attachment.policy.ts';
import type { Customer } from '../accounts/customer.entity.ts';
import type { Tenant } from '../accounts/tenant.entity.ts';
import type { UserRow } from '../accounts/user.entity.ts';
import type { PortalEventType } from '../events/portal-event.ts';
import type { MessageRow } from '../messages/message.entity.ts';
import { TicketPriority, type TicketRow } from '../tickets/ticket.entity.ts';

/** What a mail can be told from. */
export interface MailFacts {
  tenant: Tenant;
  customer: Customer;
  ticket: TicketRow;
  message: MessageRow;
  attachments: AttachmentRow[];
  author: UserRow;
  assignee: UserRow | null;
  admins: UserRow[];
}

export interface Recipient {
  name: string;
  email: string;
}

export type Detail = [label: string, value: string];

export interface Email {
  to: (facts: MailFacts) => Recipient[];
  /** One sentence: what happened. */
  says: (facts: MailFacts) => string;
  /** Facts worth having without opening the portal. */
  details: (facts: MailFacts) => Detail[];
  /** What was written. */
  quotes: (facts: MailFacts) => string;
  /** What the link below invites to. */
  invites: string;
}

const byCustomer = ({ author }: MailFacts) => author.role === UserRole.CUSTOMER;
const reachable = ({ name, email, phone }: Customer) => `${name} <${email}>${phone ? `, ${phone}` : ''}`;
const whoLooksAfter = ({ assignee, admins }: MailFacts) => (assignee ? [assignee] : admins);

/** Names only: who wants the files meets the portal's rules. */
const files = ({ attachments }: MailFacts): Detail[] =>
  attachments.length === 0
    ? []
    : [['Attachments', attachments.map(({ name, size }) => `${name} (${fileSize(size)})`).join(', ')]];

/** All mails the portal sends: on this event, to these people, saying this. */
export const emails: Partial<Record<PortalEventType, Email>> = {
  TicketCreated: {
    to: ({ admins }) => admins,
    says: ({ customer }) => `${customer.name} opened a ticket.`,
    details: (facts) => [
      ['Title', facts.ticket.title],
      ['Priority', TicketPriority[facts.ticket.priority].toLowerCase()],
      ['Kind', facts.ticket.type.toLowerCase()],
      ['Customer', reachable(facts.customer)],
      ...files(facts),
    ],
    quotes: ({ message }) => message.body,
    invites: 'Answer in the portal',
  },
  MessageAdded: {
    to: (facts) => (byCustomer(facts) ? whoLooksAfter(facts) : [facts.customer]),
    says: (facts) =>
      byCustomer(facts) ? `${facts.customer.name} wrote a message.` : `${facts.author.name} answered your ticket.`,
    details: files,
    quotes: ({ message }) => message.body,
    invites: 'Read and answer in the portal',
  },
};

/** Events somebody is mailed about. */
export const mailedEvents: ReadonlySet<PortalEventType> = new Set(Object.keys(emails) as PortalEventType[]);
