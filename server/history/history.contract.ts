import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import { CallRequest } from '../call-requests/call-request.contract.ts';
import { Category } from '../categories/category.contract.ts';
import { Customer } from '../customers/customer.entity.ts';
import { FieldChange } from '../events/event.contract.ts';
import { Feedback } from '../feedback/feedback.contract.ts';
import { DateTime } from '../graphql/date-time.ts';
import { PeriodInput } from '../graphql/period.ts';
import { Article } from '../knowledge-base/article.contract.ts';
import { Message } from '../messages/message.contract.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { Team } from '../teams/team.contract.ts';
import { Ticket } from '../tickets/ticket.contract.ts';
import { TicketField } from '../ticket-fields/ticket-field.contract.ts';
import { Author } from '../users/user.entity.ts';
import { MailFailure } from '../mail/mail-failure.ts';

export enum HistoryOrigin {
  VIEWER = 'VIEWER',
  API_KEY = 'API_KEY',
  SYSTEM = 'SYSTEM',
  VISITOR = 'VISITOR',
}

registerEnumType(HistoryOrigin, {
  name: 'HistoryOrigin',
  description: 'Which way a change came in. New ways may be added.',
  valuesConfig: {
    VIEWER: { description: 'From somebody who was signed in, in the portal or through this API.' },
    API_KEY: { description: 'From a program with an API key.' },
    SYSTEM: { description: 'From the portal itself, such as a call that was never answered.' },
    VISITOR: { description: 'From somebody who was not signed in, such as an attempt to.' },
  },
});

@Keys('any')
@ObjectType({ simpleResolvers: true, description: 'An email that was sent about something; for staff.' })
export class SentMail {
  @Field(() => ID, { description: 'UUID of the email.' })
  id!: string;

  @Field(() => String, { description: 'Name of the recipient.' })
  name!: string;

  @Field(() => DateTime, { nullable: true, description: 'When the mail server accepted it; null until then.' })
  sentAt!: string | null;

  @Field(() => MailFailure, {
    nullable: true,
    description: 'Why the last attempt to send it failed. Null when it did not fail.',
  })
  failure!: MailFailure | null;
}

@Keys('any')
@ObjectType({
  simpleResolvers: true,
  description:
    'Something that happened, once, as the event of the same name told it. Entries never change, and are kept as long as what they are about; the objects are in their current state.',
})
export class HistoryEntry {
  @Field(() => ID, { description: 'Identifies the entry for this viewer.' })
  id!: string;

  @Field(() => String, {
    description:
      'The type of the event, such as `TicketCreated`, `MessageAdded`, `TicketAssigned`. New ones may be added: ignore those that you do not know.',
  })
  event!: string;

  @Field(() => DateTime, { description: 'When it happened.' })
  occurredAt!: string;

  @Field(() => Author, {
    nullable: true,
    description:
      'Who did it; null for what the portal did by itself, and for some entries of before this was recorded.',
  })
  actor!: Author | null;

  @Field(() => HistoryOrigin, { description: 'Which way it came in.' })
  origin!: HistoryOrigin;

  @Field(() => [FieldChange], {
    description:
      'The fields that changed; empty where something was added. For customers without the assignee of a ticket, whom they see in `ticket`.',
    complexity: 1,
  })
  changes!: FieldChange[];

  @Field(() => Ticket, { nullable: true, description: 'The ticket; null when it is about none.' })
  ticket!: Ticket | null;

  @Field(() => Customer, { nullable: true, description: 'The customer whom it concerns; null when it concerns none.' })
  customer!: Customer | null;

  @Field(() => Message, {
    nullable: true,
    description: 'The message that was added, or with which the ticket was opened; null for other entries.',
  })
  message!: Message | null;

  @Field(() => CallRequest, { nullable: true, description: 'The call; null for other entries.' })
  callRequest!: CallRequest | null;

  @Field(() => Feedback, { nullable: true, description: 'The feedback; null for other entries.' })
  feedback!: Feedback | null;

  @Field(() => Article, { nullable: true, description: 'The article; null for other entries.' })
  article!: Article | null;

  @Field(() => Category, { nullable: true, description: 'The category of tickets; null for other entries.' })
  category!: Category | null;

  @Field(() => Author, {
    nullable: true,
    description: 'The user whose profile, role or access changed, or the API key; null for other entries.',
  })
  user!: Author | null;

  @Field(() => TicketField, { nullable: true, description: 'The field of tickets; null for other entries.' })
  ticketField!: TicketField | null;

  @Field(() => Team, {
    nullable: true,
    description: 'The team that was created, changed or archived; null for other entries.',
  })
  team!: Team | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The IP address it came from, for 180 days; for admins, and of entries of the security log. Null for everybody and everything else.',
  })
  address!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The `User-Agent` it came with, cut after 400 characters; null where `address` is.',
  })
  userAgent!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many attempts to sign in the entry stands for: those at one account, from one address, in a quarter of an hour; where there are too many, those from all other addresses. For admins; null for entries that are no attempts.',
  })
  attempts!: number | null;

  @Field(() => [SentMail], { description: 'The emails about it, at most 25; none for customers.' })
  mails!: SentMail[];
}

export const HistoryEntryConnection = connectionType('HistoryEntry', () => HistoryEntry);

/** Each begins the names of its events. */
export enum HistoryNoun {
  TICKET = 'Ticket',
  MESSAGE = 'Message',
  CALL_REQUEST = 'CallRequest',
  FEEDBACK = 'Feedback',
  CUSTOMER = 'Customer',
  USER = 'User',
  STAFF = 'StaffMember',
  TEAM = 'Team',
  ARTICLE = 'Article',
  OPENING_HOURS = 'OpeningHours',
  ORGANISATION = 'Organisation',
  ATTACHMENT_LIMITS = 'AttachmentLimits',
  MAIL_DEFAULTS = 'MailDefaults',
  TICKET_FIELDS = 'TicketField',
  CATEGORY = 'Category',
  SIGN_UP = 'SignUpSettings',
  SIGN_IN = 'SignInSettings',
  SESSION = 'SignIn',
  PASSWORD = 'Password',
  SECOND_FACTOR = 'SecondFactor',
  PASSKEY = 'Passkey',
  API_KEY = 'ApiKey',
  SINGLE_SIGN_ON = 'SingleSignOn',
}

registerEnumType(HistoryNoun, {
  name: 'HistoryNoun',
  description: 'What an entry of the history is about.',
  valuesConfig: {
    TICKET: { description: 'A ticket: opened, or its fields changed.' },
    MESSAGE: { description: 'A message, or an internal note.' },
    CALL_REQUEST: { description: 'A call.' },
    FEEDBACK: { description: 'Feedback on a ticket.' },
    CUSTOMER: { description: 'A customer.' },
    USER: { description: 'A user, of a customer or of the staff.' },
    STAFF: { description: 'An agent or admin: invited or joined, or their role or access changed.' },
    TEAM: { description: 'A team of agents: created, changed or archived.' },
    ARTICLE: { description: 'An article of the knowledge base.' },
    OPENING_HOURS: { description: 'The opening hours.' },
    ORGANISATION: { description: 'The face of the organisation, and its domain.' },
    ATTACHMENT_LIMITS: { description: 'Which files can be attached.' },
    MAIL_DEFAULTS: { description: 'Which emails are sent by default.' },
    TICKET_FIELDS: {
      description: 'A field that admins have added to tickets; not its values, which are of the ticket.',
    },
    CATEGORY: { description: 'A category of tickets.' },
    SIGN_UP: { description: 'How customers get an account.' },
    SIGN_IN: { description: 'How people sign in.' },
    SESSION: { description: 'Somebody signed in or out, or tried to.' },
    PASSWORD: { description: 'A password.' },
    SECOND_FACTOR: { description: 'A second factor.' },
    PASSKEY: { description: 'A passkey.' },
    API_KEY: { description: 'An API key: created, given another secret, or revoked.' },
    SINGLE_SIGN_ON: { description: 'How people sign in at a provider of identities.' },
  },
});

@InputType({ description: 'Criteria for entries of the history. All that are given must be met.' })
export class AuditLogFilter {
  @Field(() => ID, { nullable: true, description: 'UUID of the user who did it; nothing is found for any other id.' })
  actor?: string | null;

  @Field(() => [HistoryNoun], { nullable: true, description: 'About one of these; about any when empty or omitted.' })
  noun?: HistoryNoun[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True for the security log alone: sign-ins and failed ones, passwords, accounts, roles and settings; all entries otherwise.',
  })
  security?: boolean | null;

  @Field(() => PeriodInput, { nullable: true, description: 'When it happened; ever when omitted.' })
  createdAt?: PeriodInput | null;
}

@ArgsType()
export class AuditLogArgs extends PageArgs {
  @Field(() => AuditLogFilter, { nullable: true, description: 'Which entries; all of the tenant when omitted.' })
  filter?: AuditLogFilter | null;
}
