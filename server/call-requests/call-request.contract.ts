import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Customer } from '../customers/customer.entity.ts';
import { Author } from '../users/user.entity.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { phoneRule } from '../users/phone-number.ts';
import { DateTime } from '../graphql/date-time.ts';
import { idempotencyKeyDescription } from '../writes/idempotency.ts';
import { SortDirection } from '../graphql/sort.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { Ticket } from '../tickets/ticket.contract.ts';
import { CallOutcome, CallRequestStatus } from './call-request.entity.ts';
import { CallSlot } from './call-slot.contract.ts';

@ObjectType({ simpleResolvers: true, description: 'A telephone call a customer asks staff for, now or at a time.' })
export class CallRequest {
  @Field(() => ID, { description: 'UUID of the call request.' })
  id!: string;

  @Field(() => CallRequestStatus, { description: 'Where it stands.' })
  status!: CallRequestStatus;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the call is booked to begin; null for one that was wanted now. Keeps the last booked time.',
  })
  scheduledAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the booked slot ends; null with `scheduledAt`.' })
  scheduledEndAt!: string | null;

  @Field(() => DateTime, {
    description: 'When the call is to be made: `scheduledAt`, or `createdAt` for one that was wanted now.',
  })
  dueAt!: string;

  @Field(() => String, { description: 'The number to call, in E.164 form such as +8801712345678.' })
  phone!: string;

  @Field(() => String, { nullable: true, description: 'What it is about, in one line; null when that was not said.' })
  reason!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What staff should know before they call: plain text, line breaks kept; null when there is none.',
  })
  note!: string | null;

  @Field(() => Ticket, { nullable: true, description: 'The ticket it is about; null for none.' })
  ticket!: Ticket | null;

  @Field(() => Customer, { description: 'Whom to call.' })
  customer!: Customer;

  @Field(() => Author, { description: 'Who asked for it.' })
  requestedBy!: Author;

  @Field(() => CallOutcome, {
    nullable: true,
    description:
      'What came of the last attempt to call; null while staff have noted none, and again when the customer chooses another time.',
  })
  outcome!: CallOutcome | null;

  @Field(() => Author, { nullable: true, description: 'Who of staff noted `outcome`; null with it.' })
  handledBy!: Author | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was completed, cancelled or found missed; null while it is to be made.',
  })
  endedAt!: string | null;

  @Field(() => DateTime, { description: 'When it was asked for; its place in the thread of its ticket.' })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt!: string;

  @Field(() => Boolean, { description: 'Whether `callRequestReschedule` is open to the viewer now.' })
  viewerCanReschedule!: boolean;

  @Field(() => Boolean, { description: 'Whether `callRequestCancel` is open to the viewer now.' })
  viewerCanCancel!: boolean;

  @Field(() => Boolean, { description: 'Whether `callRequestComplete` is open to the viewer now.' })
  viewerCanComplete!: boolean;
}

export const CallRequestConnection = connectionType('CallRequest', () => CallRequest);

export enum CallRequestSortField {
  DUE_AT = 'DUE_AT',
  CREATED_AT = 'CREATED_AT',
}

registerEnumType(CallRequestSortField, {
  name: 'CallRequestSortField',
  description: 'What calls are sorted by.',
  valuesConfig: {
    DUE_AT: { description: 'When the call is to be made.' },
    CREATED_AT: { description: 'When it was asked for.' },
  },
});

@InputType({ description: 'Only calls that fulfil everything given.' })
export class CallRequestFilter {
  @Field(() => [CallRequestStatus], {
    nullable: true,
    description: 'In one of these statuses; an empty list means any.',
  })
  status?: CallRequestStatus[] | null;

  @Field(() => DateTime, { nullable: true, description: 'To be made at this moment or later.' })
  dueFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'To be made before this moment.' })
  dueBefore?: Date | null;
}

@InputType({ description: 'The order of a list of calls.' })
export class CallRequestSort {
  @Field(() => CallRequestSortField, { defaultValue: CallRequestSortField.DUE_AT, description: 'What to sort by.' })
  field: CallRequestSortField = CallRequestSortField.DUE_AT;

  @Field(() => SortDirection, { defaultValue: SortDirection.DESCENDING, description: 'Which end comes first.' })
  direction: SortDirection = SortDirection.DESCENDING;
}

@ArgsType()
export class CallRequestsArgs extends PageArgs {
  @Field(() => CallRequestFilter, {
    nullable: true,
    description:
      'Which calls; all the viewer may see when left out. The next one: `status: [REQUESTED, SCHEDULED]`, sorted by DUE_AT ascending, `first: 1`.',
  })
  filter?: CallRequestFilter | null;

  @Field(() => CallRequestSort, { nullable: true, description: 'The order; latest due first when left out.' })
  sort?: CallRequestSort | null;
}

const scheduledAtDescription = 'The `startsAt` of one of `callSlots`, at most 60 days ahead.';

@InputType({ description: 'A call to ask for.' })
export class CallRequestCreateInput {
  @Field(() => DateTime, {
    nullable: true,
    description: `When to be called: ${scheduledAtDescription} Left out or null for now, which is open during the opening hours only.`,
  })
  scheduledAt?: Date | null;

  @Field(() => ID, { nullable: true, description: 'UUID of the ticket it is about, which must not be closed.' })
  ticketId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `The number to call, that of the profile when left out. ${phoneRule}`,
  })
  @Text({ maximum: 40, optional: true })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is about, in one line of at most 200 characters.' })
  @Text({ maximum: 200, optional: true })
  reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What staff should know before they call: plain text of at most 2,000 characters.',
  })
  @Text({ maximum: 2_000, optional: true })
  note?: string | null;

  @Field(() => String, { nullable: true, description: idempotencyKeyDescription })
  @Text({ maximum: 64, optional: true })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Another time for a call.' })
export class CallRequestRescheduleInput {
  @Field(() => DateTime, { description: `When to be called instead: ${scheduledAtDescription}` })
  scheduledAt!: Date;
}

@InputType({ description: 'What came of an attempt to call.' })
export class CallRequestCompleteInput {
  @Field(() => CallOutcome, { description: 'What came of it.' })
  outcome!: CallOutcome;

  @Field(() => DateTime, {
    nullable: true,
    description: `The time agreed on: ${scheduledAtDescription} REQUIRED with RESCHEDULED, INVALID with any other outcome.`,
  })
  scheduledAt?: Date | null;
}

@ObjectType({ simpleResolvers: true })
abstract class CallRequestPayload extends Payload {
  callRequestId?: string;

  @Field(() => CallRequest, { nullable: true, description: 'The call as it is now; null when nothing was done.' })
  @ReadBy('callRequestId')
  callRequest?: CallRequest | null;
}

/** Of a verb that books a time. */
@ObjectType({ simpleResolvers: true })
export abstract class CallBookingPayload extends CallRequestPayload {
  /** The time asked for, where it could not be had. */
  refusedTime?: Date;

  @Field(() => CallSlot, {
    nullable: true,
    description:
      'An offer where the time was refused (an error on `input.scheduledAt`): the first slot with a free place from the time asked for on. Null in all other cases, and when there is none within 60 days.',
  })
  nextSlot?: CallSlot | null;
}

@ObjectType({ description: 'Answer of `callRequestCreate`.' })
export class CallRequestCreatePayload extends CallBookingPayload {}

@ObjectType({ description: 'Answer of `callRequestReschedule`.' })
export class CallRequestReschedulePayload extends CallBookingPayload {}

@ObjectType({ description: 'Answer of `callRequestCancel`.' })
export class CallRequestCancelPayload extends CallRequestPayload {}

@ObjectType({ description: 'Answer of `callRequestComplete`.' })
export class CallRequestCompletePayload extends CallBookingPayload {}
