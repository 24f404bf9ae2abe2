import { UserRole } from '../access/viewer.ts';
import type { Customer } from '../customers/customer.entity.ts';
import type { Words } from '../users/locale.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';
import type { UserRow } from '../users/user.entity.ts';
import type { AttachmentRow } from '../attachments/attachment.entity.ts';
import { formatFileSize } from '#shared/file-size.ts';
import type { CallRequestRow } from '../call-requests/call-request.entity.ts';
import { callDetails, callSubject, callUpdate, isMoot, isStaffMember } from '../call-requests/call-request.words.ts';
import type { PortalEventRow } from '../events/event.entity.ts';
import type { PortalEventType } from '../events/portal-event.ts';
import type { FeedbackRow } from '../feedback/feedback.entity.ts';
import { ratingWords } from '../feedback/feedback.words.ts';
import type { MessageRow } from '../messages/message.entity.ts';
import { TicketPriority, type TicketRow } from '../tickets/ticket.entity.ts';
import { priorityWords, statusWords, typeWords } from '../tickets/ticket.words.ts';

/** What a mail can be told from. */
export interface MailFacts {
  tenant: Tenant;
  event: PortalEventRow;
  customer: Customer;
  /** Who did it; null for what the portal does by itself. */
  actor: UserRow | null;
  /** The ticket it is about; null where there is none. */
  ticket: TicketRow | null;
  message: MessageRow | null;
  attachments: AttachmentRow[];
  feedback: FeedbackRow | null;
  /** Whose work the feedback is about. */
  rated: UserRow | null;
  call: CallRequestRow | null;
}

/** One line below the sentence; a text in no language, such as a name, is given as it is. */
export type Detail = [label: Words, value: Words | string, link?: string];

/** What one mail says to `to`; whom it goes to is told by `notifications/audience.ts` and by each user's choice. */
export interface Email {
  /** What the subject line says; the title of the ticket when left out. */
  subject?: (facts: MailFacts, to: UserRow) => Words;
  /** One sentence: what happened. */
  says: (facts: MailFacts, to: UserRow) => Words;
  /** Facts worth having without opening the portal. */
  details?: (facts: MailFacts, to: UserRow) => Detail[];
  /** What was written. */
  quotes?: (facts: MailFacts) => string | null;
  /** What the link below invites to. */
  invites: Words;
  /** Whether nothing is left to say, since things have gone on: then nothing is sent. */
  isMoot?: (facts: MailFacts) => boolean;
}

const reachable = ({ name, email, phone }: Customer) => `${name} <${email}>${phone ? `, ${phone}` : ''}`;

/** Names only: who wants the files meets the portal's rules. */
const files = ({ attachments }: MailFacts): Detail[] =>
  attachments.length === 0
    ? []
    : [
        [
          { en: 'Attachments', bn: 'সংযুক্ত ফাইল' },
          attachments.map(({ name, size }) => `${name} (${formatFileSize(size, 'en')})`).join(', '),
        ],
      ];

const aboutCall: Omit<Email, 'says'> = {
  subject: callSubject,
  details: callDetails,
  quotes: ({ call }) => call!.note,
  invites: { en: 'Open the call', bn: 'কলটি খুলুন' },
  isMoot,
};

/** All mails about what happens in the portal: on this event, saying this. */
export const emails: Partial<Record<PortalEventType, Email>> = {
  TicketCreated: {
    says: ({ customer }) => ({
      en: `${customer.name} opened a ticket.`,
      bn: `${customer.name} একটি টিকিট খুলেছেন।`,
    }),
    details: (facts) => [
      [{ en: 'Title', bn: 'শিরোনাম' }, facts.ticket!.title],
      [{ en: 'Priority', bn: 'অগ্রাধিকার' }, priorityWords[TicketPriority[facts.ticket!.priority] as never]],
      [{ en: 'Kind', bn: 'ধরন' }, typeWords[facts.ticket!.type]],
      [{ en: 'Customer', bn: 'গ্রাহক' }, reachable(facts.customer)],
      ...files(facts),
    ],
    quotes: ({ message }) => message!.body,
    invites: { en: 'Answer in the portal', bn: 'পোর্টালে উত্তর দিন' },
  },
  MessageAdded: {
    says: ({ customer, actor }) =>
      actor!.role === UserRole.CUSTOMER
        ? { en: `${customer.name} wrote a message.`, bn: `${customer.name} একটি বার্তা লিখেছেন।` }
        : { en: `${actor!.name} answered your ticket.`, bn: `${actor!.name} আপনার টিকিটের উত্তর দিয়েছেন।` },
    details: files,
    quotes: ({ message }) => message!.body,
    invites: { en: 'Read and answer in the portal', bn: 'পোর্টালে পড়ুন ও উত্তর দিন' },
  },
  TicketStatusChanged: {
    says: ({ event, actor }) => {
      const status = statusWords[event.statusTo as never] as Words;
      return {
        en: `${actor!.name} set the ticket to “${status.en}”.`,
        bn: `${actor!.name} টিকিটের অবস্থা “${status.bn}” করেছেন।`,
      };
    },
    invites: { en: 'Open the ticket', bn: 'টিকিটটি খুলুন' },
  },
  FeedbackSubmitted: {
    says: ({ customer, feedback }) => {
      const { en, bn } = ratingWords(feedback!.rating);
      return {
        en: `${customer.name} rated the help: ${en}.`,
        bn: `${customer.name} সহায়তার মূল্যায়ন করেছেন: ${bn}।`,
      };
    },
    details: ({ rated }) => (rated ? [[{ en: 'Agent', bn: 'সহায়তাকর্মী' }, rated.name]] : []),
    quotes: ({ feedback }) => feedback!.comment,
    invites: { en: 'Open the ticket', bn: 'টিকিটটি খুলুন' },
  },
  CallRequested: {
    ...aboutCall,
    says: ({ customer, call }, to) => {
      if (call!.scheduledAt)
        return isStaffMember(to)
          ? { en: `${customer.name} booked a call.`, bn: `${customer.name} একটি কল বুক করেছেন।` }
          : { en: 'Your call is booked.', bn: 'আপনার কল বুক হয়েছে।' };
      return isStaffMember(to)
        ? { en: `${customer.name} wants to be called now.`, bn: `${customer.name} এখনই কল চান।` }
        : { en: 'We call you as soon as we can.', bn: 'আমরা যত তাড়াতাড়ি সম্ভব আপনাকে কল করব।' };
    },
  },
  CallRequestUpdated: { ...aboutCall, says: callUpdate },
  CallRequestDue: {
    ...aboutCall,
    says: ({ customer }, to) =>
      isStaffMember(to)
        ? { en: `The call to ${customer.name} is due soon.`, bn: `${customer.name}-কে কল করার সময় হয়ে আসছে।` }
        : { en: 'We call you soon.', bn: 'আমরা শিগগিরই আপনাকে কল করব।' },
  },
};

/** Events somebody may be mailed about. */
export const mailedEvents: ReadonlySet<PortalEventType> = new Set(Object.keys(emails) as PortalEventType[]);
