import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { textLimits, ticketFieldLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { Author } from '../users/user.entity.ts';
import { Customer } from '../customers/customer.entity.ts';
import { attachmentIdsDescription } from '../attachments/claim.ts';
import { Category } from '../categories/category.contract.ts';
import { CallRequest, CallRequestConnection } from '../call-requests/call-request.contract.ts';
import { Feedback } from '../feedback/feedback.contract.ts';
import { HistoryEntryConnection, type HistoryEntry } from '../history/history.contract.ts';
import { PageArgs, PagedField, connectionType, type Connection } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { DateTime } from '../graphql/date-time.ts';
import { fieldFilterPrice } from '../limits/price.ts';
import { idempotencyKeyDescription } from '../writes/idempotency.ts';
import { PeriodInput } from '../graphql/period.ts';
import { SortDirection } from '../graphql/sort.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { Message, MessageConnection } from '../messages/message.contract.ts';
import { Team } from '../teams/team.contract.ts';
import { TextPart } from '../search/text-part.ts';
import {
  TicketFieldValue,
  TicketFieldValueFilter,
  TicketFieldValueInput,
  changedFieldsDescription,
  givenFieldsDescription,
} from '../ticket-fields/ticket-field.contract.ts';
import { TicketPriority, TicketStatus, TicketType, TicketWaitingFor } from './ticket.entity.ts';

@ObjectType({ simpleResolvers: true, description: 'What a search has found in a ticket.' })
export class TicketMatch {
  @Field(() => [TextPart], {
    description: 'The title, with the words that were searched for highlighted.',
    complexity: 1,
  })
  titleParts!: TextPart[];

  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the message with most of the words; null when they are not in a message.',
  })
  messageId!: string | null;

  @Field(() => [TextPart], {
    nullable: true,
    description: 'About 200 characters of that message, with the words highlighted; null when there is none.',
    complexity: 1,
  })
  excerpt!: TextPart[] | null;
}

@Keys('tickets:read')
@ObjectType({ simpleResolvers: true, description: 'A customer’s request for help, with its thread of messages.' })
export class Ticket {
  @Field(() => ID, { description: 'UUID of the ticket.' })
  id!: string;

  @Field(() => Int, { description: 'Number that people refer to (#1042); counts per tenant.' })
  number!: number;

  @Field(() => String, { description: `Subject in one line of ${lengthRule(textLimits.ticketTitle)}.` })
  title!: string;

  @Field(() => String, { description: 'The body of the first message.', complexity: 2 })
  description!: string;

  @Field(() => TicketMatch, {
    nullable: true,
    description: 'What was found in the ticket; null unless it is in a list that was searched.',
    complexity: 2,
  })
  match!: TicketMatch | null;

  @Field(() => TicketStatus, { description: 'The current status.' })
  status!: TicketStatus;

  @Field(() => TicketWaitingFor, {
    nullable: true,
    description: 'Whose turn it is; null when the ticket is resolved or closed.',
  })
  waitingFor!: TicketWaitingFor | null;

  @Field(() => TicketPriority, { description: 'How urgent the ticket is.' })
  priority!: TicketPriority;

  @Field(() => TicketType, { description: 'What kind of help is needed.' })
  type!: TicketType;

  @Field(() => Category, {
    nullable: true,
    description: 'What it is about, as the tenant divides it; null when none was chosen.',
  })
  category!: Category | null;

  @Field(() => [TicketFieldValue], {
    description:
      'What the ticket has in the fields that admins have added (`ticketFields`), in their order, archived ones included; for customers without those that are internal.',
  })
  fields!: TicketFieldValue[];

  @Field(() => Customer, { description: 'The customer who opened the ticket.' })
  customer!: Customer;

  @Field(() => Author, {
    nullable: true,
    description: 'The agent or admin to whom the ticket is assigned; null when it is unassigned.',
  })
  assignee!: Author | null;

  @Field(() => Team, {
    nullable: true,
    description:
      'The team in whose queue it is, whoever works on it. Null when it is in none, and for customers, who never see teams.',
  })
  team!: Team | null;

  @PagedField(() => MessageConnection, {
    description:
      'The thread, oldest message first, beginning with the description. Page back from the newest with `last` and `before`.',
  })
  messages!: Connection<Message>;

  @PagedField(() => CallRequestConnection, {
    description:
      'The calls about the ticket in the order in which they were requested (`createdAt`, also their position among the messages). The newest are found with `last`.',
  })
  callRequests!: Connection<CallRequest>;

  @PagedField(() => HistoryEntryConnection, {
    description:
      'Everything that happened to the ticket, oldest first: messages, changes, calls, feedback, and for staff the emails about them. Customers find what is theirs to know. Page back from the newest with `last` and `before`.',
  })
  timeline!: Connection<HistoryEntry>;

  @Field(() => Int, { description: 'Number of messages that the viewer can see, including the description.' })
  messageCount!: number;

  @Field(() => Message, {
    description:
      'The newest message that the viewer can see; for staff, internal notes count. Lists show its `excerpt`.',
  })
  lastMessage!: Message;

  @Field(() => DateTime, { description: 'When the newest message that the viewer can see was written.' })
  lastMessageAt!: string;

  @Field(() => Feedback, {
    nullable: true,
    description: 'The customer’s feedback; null when there is none.',
  })
  feedback!: Feedback | null;

  @Field(() => DateTime, {
    description: 'When the ticket was opened. Tickets with higher numbers were opened later.',
  })
  createdAt!: string;

  @Field(() => DateTime, {
    description:
      'When anything last changed that the viewer can see: the fields of the ticket, its messages, its calls, its feedback. For customers it stays when staff write an internal note. Later than the time of every earlier change in the tenant.',
  })
  updatedAt!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Increases with everything that changes or is added, internal notes included. Send it to `ticketUpdate` with your changes. Null for customers.',
  })
  version!: number | null;

  @Field(() => Boolean, { description: 'Whether the viewer can use `messageAdd` now.' })
  viewerCanReply!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can use `ticketClose` now.' })
  viewerCanClose!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can use `ticketReopen` now.' })
  viewerCanReopen!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can use `callRequestCreate` with this ticket now.' })
  viewerCanRequestCall!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can use `ticketUpdate`.' })
  viewerCanUpdate!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can use `feedbackSubmit` now.' })
  viewerCanGiveFeedback!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether to ask the viewer for feedback: they can give it, the time has come that admins chose (`Organisation.feedbackDelayHours`), and `feedbackDecline` was not called.',
  })
  viewerIsAskedForFeedback!: boolean;
}

export const TicketConnection = connectionType('Ticket', () => Ticket);

export enum TicketAssignment {
  UNASSIGNED = 'UNASSIGNED',
  MINE = 'MINE',
  MY_TEAMS = 'MY_TEAMS',
}

registerEnumType(TicketAssignment, {
  name: 'TicketAssignment',
  description: 'Whether and to whom tickets are assigned.',
  valuesConfig: {
    UNASSIGNED: {
      description: 'To nobody: no agent or admin works on it, whether or not it is in the queue of a team.',
    },
    MINE: { description: 'To the viewer; customers find none.' },
    MY_TEAMS: { description: 'To a team of the viewer, whoever works on it; customers find none.' },
  },
});

export enum TicketSortField {
  UPDATED_AT = 'UPDATED_AT',
  CREATED_AT = 'CREATED_AT',
  LAST_MESSAGE_AT = 'LAST_MESSAGE_AT',
  PRIORITY = 'PRIORITY',
  NUMBER = 'NUMBER',
}

registerEnumType(TicketSortField, {
  name: 'TicketSortField',
  description: 'The fields by which tickets can be sorted.',
  valuesConfig: {
    UPDATED_AT: { description: 'When anything that the viewer can see last changed.' },
    CREATED_AT: { description: 'When the ticket was opened.' },
    LAST_MESSAGE_AT: { description: 'When the newest message that the viewer can see was written.' },
    PRIORITY: { description: 'How urgent the ticket is.' },
    NUMBER: { description: 'The ticket number.' },
  },
});

/** As many assignees, categories, or teams, can be asked for at once. */
export const maximumAssignees = 100;
export const maximumCategories = 100;

@InputType({ description: 'Criteria for tickets. All that are given must be met.' })
export class TicketFilter {
  @Field(() => TicketAssignment, {
    nullable: true,
    description: 'Whether and to whom they are assigned; either when omitted.',
  })
  assignment?: TicketAssignment | null;

  @Field(() => [ID], {
    nullable: true,
    description: `UUIDs of agents and admins, to one of whom they are assigned; any when empty or omitted, none for an id that does not exist. At most ${maximumAssignees}, otherwise BAD_USER_INPUT.`,
  })
  assigneeId?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: `UUIDs of teams, in the queue of one of which they are; any when empty or omitted, none for an id that does not exist. At most ${maximumAssignees}, otherwise BAD_USER_INPUT. Customers find none.`,
  })
  teamIds?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of a customer whose tickets they are; nothing is found for one that does not exist for this viewer.',
  })
  customerId?: string | null;

  @Field(() => [TicketStatus], { nullable: true, description: 'One of these statuses; any when empty or omitted.' })
  status?: TicketStatus[] | null;

  @Field(() => [TicketPriority], {
    nullable: true,
    description: 'One of these priorities; any when empty or omitted.',
  })
  priority?: TicketPriority[] | null;

  @Field(() => TicketWaitingFor, {
    nullable: true,
    description: 'Open and pending ones on which it is the turn of staff, or of the customer; any when omitted.',
  })
  waitingFor?: TicketWaitingFor | null;

  @Field(() => [TicketType], { nullable: true, description: 'One of these types; any when empty or omitted.' })
  type?: TicketType[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: `UUIDs of categories, one of which they have, archived or not; any or none when empty or omitted, nothing is found for an id that does not exist. At most ${maximumCategories}, otherwise BAD_USER_INPUT.`,
  })
  categoryIds?: string[] | null;

  @Field(() => [TicketFieldValueFilter], {
    nullable: true,
    description: `Values of fields that admins have added (\`ticketFields\`), all of which they have. At most ${ticketFieldLimits.filters}, otherwise BAD_USER_INPUT; each makes the list dearer by ${fieldFilterPrice}.`,
  })
  fields?: TicketFieldValueFilter[] | null;

  @Field(() => PeriodInput, { nullable: true, description: 'When they were opened; ever when omitted.' })
  createdAt?: PeriodInput | null;

  @Field(() => PeriodInput, {
    nullable: true,
    description: 'When anything last changed that the viewer can see, as in `Ticket.updatedAt`; ever when omitted.',
  })
  updatedAt?: PeriodInput | null;

  @Field(() => String, {
    nullable: true,
    description: `Only tickets with all of these words, in any order: in the number, the title, the names of the category, the texts in fields, the messages that the viewer can see, the name or email address of the customer, or the name of the assignee. A word may be in another form; the last one may be its beginning, unless a blank follows; one that nobody has written may be misspelled; words in quotes must follow each other. When no ticket has all of three or more words, those with most of them. \`1042\`, \`#1042\` and \`ticket #1042\` find a ticket by its number. Of more than 5,000 found, the 200 that changed last. It has ${lengthRule(textLimits.search)}, otherwise BAD_USER_INPUT; any ticket when blank or omitted.`,
  })
  search?: string | null;
}

@InputType({ description: 'Order of a list of tickets.' })
export class TicketSort {
  @Field(() => TicketSortField, { defaultValue: TicketSortField.UPDATED_AT, description: 'Field to sort by.' })
  field: TicketSortField = TicketSortField.UPDATED_AT;

  @Field(() => SortDirection, { defaultValue: SortDirection.DESCENDING, description: 'Sort direction.' })
  direction: SortDirection = SortDirection.DESCENDING;
}

@ArgsType()
export class TicketsArgs extends PageArgs {
  @Field(() => TicketFilter, {
    nullable: true,
    description: 'Which tickets; all that the viewer can see when omitted.',
  })
  filter?: TicketFilter | null;

  @Field(() => TicketSort, {
    nullable: true,
    description: 'The order; when omitted, most recently updated first, or best first in a search.',
  })
  sort?: TicketSort | null;
}

@InputType({ description: 'A new ticket.' })
export class TicketCreateInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of the customer for whom staff open it, who is notified; the viewer’s own when omitted by a customer. REQUIRED for staff.',
  })
  customerId?: string | null;

  @Field(() => String, { description: `Subject in one line of ${lengthRule(textLimits.ticketTitle, 1)}.` })
  @Text({ maximum: textLimits.ticketTitle })
  title!: string;

  @Field(() => String, { description: `The first message: plain text of ${lengthRule(textLimits.messageBody, 1)}.` })
  @Text({ maximum: textLimits.messageBody })
  description!: string;

  @Field(() => TicketPriority, { defaultValue: TicketPriority.MEDIUM, description: 'How urgent the ticket is.' })
  priority: TicketPriority = TicketPriority.MEDIUM;

  @Field(() => TicketType, { defaultValue: TicketType.ISSUE, description: 'What kind of help is needed.' })
  type: TicketType = TicketType.ISSUE;

  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of a category that is not archived. REQUIRED for customers where the tenant has one; staff may omit it.',
  })
  categoryId?: string | null;

  @Field(() => [TicketFieldValueInput], { nullable: true, description: givenFieldsDescription })
  fields?: TicketFieldValueInput[] | null;

  @Field(() => [ID], { nullable: true, description: attachmentIdsDescription })
  attachmentIds?: string[] | null;

  @Field(() => String, { nullable: true, description: idempotencyKeyDescription })
  @Text({ maximum: textLimits.idempotencyKey, optional: true })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a ticket; omitted fields stay unchanged.' })
export class TicketUpdateInput {
  @Field(() => String, {
    nullable: true,
    description: `A subject that says better what it is about, in one line of ${lengthRule(textLimits.ticketTitle, 1)}.`,
  })
  @Text({ maximum: textLimits.ticketTitle })
  title?: string | null;

  @Field(() => TicketType, { nullable: true, description: 'What kind of help is needed.' })
  type?: TicketType | null;

  @Field(() => ID, {
    nullable: true,
    description: 'UUID of a category that is not archived, or of the one that the ticket has; none when it is null.',
  })
  categoryId?: string | null;

  @Field(() => [TicketFieldValueInput], { nullable: true, description: changedFieldsDescription })
  fields?: TicketFieldValueInput[] | null;

  @Field(() => TicketStatus, { nullable: true, description: 'The new status.' })
  status?: TicketStatus | null;

  @Field(() => TicketPriority, { nullable: true, description: 'The new priority.' })
  priority?: TicketPriority | null;

  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the agent or admin to whom the ticket is assigned; null to unassign it.',
  })
  assigneeId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of the team in whose queue it is, whoever works on it; null for none. NOT_FOUND for one that is archived.',
  })
  teamId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The `version` of the ticket that you have seen: CONFLICT when anything has changed or been added since, unless the ticket already is as you want it. Whatever is there is overwritten when omitted.',
  })
  version?: number | null;
}

@ObjectType({ simpleResolvers: true })
abstract class TicketPayload extends Payload {
  ticketId?: string;

  @Field(() => Ticket, { nullable: true, description: 'The ticket after the change; null when there are user errors.' })
  @ReadBy('ticketId')
  ticket?: Ticket | null;
}

@ObjectType({ description: 'Result of `ticketCreate`.' })
export class TicketCreatePayload extends TicketPayload {}

@ObjectType({ description: 'Result of `ticketUpdate`.' })
export class TicketUpdatePayload extends Payload {
  ticketId?: string;

  @Field(() => Ticket, {
    nullable: true,
    description:
      'The ticket after the change, or as it is now in case of a CONFLICT on `input.version`; null when there are other user errors.',
  })
  @ReadBy('ticketId')
  ticket?: Ticket | null;
}

@ObjectType({ description: 'Result of `ticketClose`.' })
export class TicketClosePayload extends TicketPayload {}

@ObjectType({ description: 'Result of `ticketReopen`.' })
export class TicketReopenPayload extends TicketPayload {}
