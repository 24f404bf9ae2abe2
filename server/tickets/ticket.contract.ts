import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Author } from '../users/user.entity.ts';
import { Customer } from '../customers/customer.entity.ts';
import { attachmentIdsDescription } from '../attachments/claim.ts';
import { CallRequest, CallRequestConnection } from '../call-requests/call-request.contract.ts';
import { Feedback } from '../feedback/feedback.contract.ts';
import { PageArgs, PagedField, connectionType, type Connection } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { DateTime } from '../graphql/date-time.ts';
import { idempotencyKeyDescription } from '../writes/idempotency.ts';
import { SortDirection } from '../graphql/sort.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { Message, MessageConnection } from '../messages/message.contract.ts';
import { TicketPriority, TicketStatus, TicketType } from './ticket.entity.ts';

@ObjectType({ simpleResolvers: true, description: 'A matter a customer asks help for, with its conversation.' })
export class Ticket {
  @Field(() => ID, { description: 'UUID of the ticket.' })
  id!: string;

  @Field(() => Int, { description: 'The number people quote (#1042); counts per tenant.' })
  number!: number;

  @Field(() => String, { description: 'What it is about, in one line of at most 200 characters.' })
  title!: string;

  @Field(() => String, { description: 'What the customer wrote first: the body of the first message.' })
  description!: string;

  @Field(() => TicketStatus, { description: 'Where it stands.' })
  status!: TicketStatus;

  @Field(() => TicketPriority, { description: 'How urgent it is.' })
  priority!: TicketPriority;

  @Field(() => TicketType, { description: 'What kind of help is asked for.' })
  type!: TicketType;

  @Field(() => String, {
    nullable: true,
    description: 'A word to sort by, chosen by the customer; null when none was given.',
  })
  category!: string | null;

  @Field(() => Customer, { description: 'Who asked.' })
  customer!: Customer;

  @Field(() => Author, {
    nullable: true,
    description: 'The agent or admin who looks after it; null while nobody does.',
  })
  assignee!: Author | null;

  @PagedField(() => MessageConnection, {
    description:
      'The conversation, oldest first, beginning with the description; page back from the newest with `last`.',
  })
  messages!: Connection<Message>;

  @PagedField(() => CallRequestConnection, {
    description:
      'The calls about it in the order they were asked for, which is their place among the messages; the newest with `last`.',
  })
  callRequests!: Connection<CallRequest>;

  @Field(() => Int, { description: 'How many messages the viewer may see, the description among them.' })
  messageCount!: number;

  @Field(() => DateTime, { description: 'When the newest message the viewer may see was written.' })
  lastMessageAt!: string;

  @Field(() => Feedback, {
    nullable: true,
    description: 'What the customer thought of the help; null until they have said so.',
  })
  feedback!: Feedback | null;

  @Field(() => DateTime, { description: 'When it was opened.' })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When something a customer could notice last changed.' })
  updatedAt!: string;

  @Field(() => Boolean, { description: 'Whether `messageAdd` would take a message of the viewer now.' })
  viewerCanReply!: boolean;

  @Field(() => Boolean, { description: 'Whether `ticketClose` is open to the viewer now.' })
  viewerCanClose!: boolean;

  @Field(() => Boolean, { description: 'Whether `ticketReopen` is open to the viewer now.' })
  viewerCanReopen!: boolean;

  @Field(() => Boolean, { description: 'Whether `callRequestCreate` would take this ticket from the viewer now.' })
  viewerCanRequestCall!: boolean;

  @Field(() => Boolean, { description: 'Whether `ticketUpdate` is open to the viewer.' })
  viewerCanUpdate!: boolean;

  @Field(() => Boolean, { description: 'Whether `feedbackSubmit` is open to the viewer now.' })
  viewerCanGiveFeedback!: boolean;

  @Field(() => Boolean, {
    description: 'Whether to ask the viewer for feedback: they can give it, and have not said `feedbackDecline`.',
  })
  viewerIsAskedForFeedback!: boolean;
}

export const TicketConnection = connectionType('Ticket', () => Ticket);

export enum TicketSortField {
  UPDATED_AT = 'UPDATED_AT',
  CREATED_AT = 'CREATED_AT',
  LAST_MESSAGE_AT = 'LAST_MESSAGE_AT',
  PRIORITY = 'PRIORITY',
  NUMBER = 'NUMBER',
}

registerEnumType(TicketSortField, {
  name: 'TicketSortField',
  description: 'What tickets are sorted by.',
  valuesConfig: {
    UPDATED_AT: { description: 'When something a customer could notice last changed.' },
    CREATED_AT: { description: 'When it was opened.' },
    LAST_MESSAGE_AT: { description: 'When the newest message the viewer may see was written.' },
    PRIORITY: { description: 'How urgent it is.' },
    NUMBER: { description: 'The number people quote.' },
  },
});

@InputType({ description: 'Only tickets that fulfil everything given.' })
export class TicketFilter {
  @Field(() => [TicketStatus], { nullable: true, description: 'In one of these statuses; an empty list means any.' })
  status?: TicketStatus[] | null;

  @Field(() => [TicketPriority], {
    nullable: true,
    description: 'Of one of these priorities; an empty list means any.',
  })
  priority?: TicketPriority[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'With this text in the title or in a message the viewer may see, whatever the case; `#1042` finds by number. At most 200 characters.',
  })
  text?: string | null;
}

@InputType({ description: 'The order of a list of tickets.' })
export class TicketSort {
  @Field(() => TicketSortField, { defaultValue: TicketSortField.UPDATED_AT, description: 'What to sort by.' })
  field: TicketSortField = TicketSortField.UPDATED_AT;

  @Field(() => SortDirection, { defaultValue: SortDirection.DESCENDING, description: 'Which end comes first.' })
  direction: SortDirection = SortDirection.DESCENDING;
}

@ArgsType()
export class TicketsArgs extends PageArgs {
  @Field(() => TicketFilter, { nullable: true, description: 'Which tickets; all the viewer may see when left out.' })
  filter?: TicketFilter | null;

  @Field(() => TicketSort, { nullable: true, description: 'The order; most recently updated first when left out.' })
  sort?: TicketSort | null;
}

@InputType({ description: 'A new ticket.' })
export class TicketCreateInput {
  @Field(() => String, { description: 'What it is about: 1 to 200 characters.' })
  @Text({ maximum: 200 })
  title!: string;

  @Field(() => String, { description: 'What happened and what is needed: 1 to 20,000 characters, plain text.' })
  @Text({ maximum: 20_000 })
  description!: string;

  @Field(() => TicketPriority, { defaultValue: TicketPriority.MEDIUM, description: 'How urgent it is.' })
  priority: TicketPriority = TicketPriority.MEDIUM;

  @Field(() => TicketType, { defaultValue: TicketType.ISSUE, description: 'What kind of help is asked for.' })
  type: TicketType = TicketType.ISSUE;

  @Field(() => String, { nullable: true, description: 'A word to sort by, at most 100 characters.' })
  @Text({ maximum: 100, optional: true })
  category?: string | null;

  @Field(() => [ID], { nullable: true, description: attachmentIdsDescription })
  attachmentIds?: string[] | null;

  @Field(() => String, { nullable: true, description: idempotencyKeyDescription })
  @Text({ maximum: 64, optional: true })
  idempotencyKey?: string | null;
}

@InputType({ description: 'What to change; what is left out stays as it is.' })
export class TicketUpdateInput {
  @Field(() => TicketStatus, { nullable: true, description: 'The new status.' })
  status?: TicketStatus | null;

  @Field(() => TicketPriority, { nullable: true, description: 'The new priority.' })
  priority?: TicketPriority | null;

  @Field(() => ID, { nullable: true, description: 'The agent or admin who shall look after it; null for nobody.' })
  assigneeId?: string | null;
}

@ObjectType({ simpleResolvers: true })
abstract class TicketPayload extends Payload {
  ticketId?: string;

  @Field(() => Ticket, { nullable: true, description: 'The ticket as it is now; null when nothing was done.' })
  @ReadBy('ticketId')
  ticket?: Ticket | null;
}

@ObjectType({ description: 'Answer of `ticketCreate`.' })
export class TicketCreatePayload extends TicketPayload {}

@ObjectType({ description: 'Answer of `ticketUpdate`.' })
export class TicketUpdatePayload extends TicketPayload {}

@ObjectType({ description: 'Answer of `ticketClose`.' })
export class TicketClosePayload extends TicketPayload {}

@ObjectType({ description: 'Answer of `ticketReopen`.' })
export class TicketReopenPayload extends TicketPayload {}
