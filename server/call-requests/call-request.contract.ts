import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { Customer } from '../customers/customer.entity.ts';
import { Author } from '../users/user.entity.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { phoneRule } from '../users/phone-number.ts';
import { DateTime } from '../graphql/date-time.ts';
import { PeriodInput } from '../graphql/period.ts';
import { idempotencyKeyDescription } from '../writes/idempotency.ts';
import { SortDirection } from '../graphql/sort.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { Ticket } from '../tickets/ticket.contract.ts';
import { CallOutcome, CallRequestStatus } from './call-request.entity.ts';
import { CallSlot } from './call-slot.contract.ts';

@Keys('calls:read')
@ObjectType({
  simpleResolvers: true,
  description: 'A customer’s request to be called by staff, as soon as possible or in a booked slot.',
})
export class CallRequest {
  @Field(() => ID, { description: 'UUID of the call request.' })
  id!: string;

  @Field(() => CallRequestStatus, { description: 'The current status.' })
  status!: CallRequestStatus;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Start of the booked slot, also after the call has ended; null for a call as soon as possible.',
  })
  scheduledAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'End of the booked slot; null when `scheduledAt` is null.' })
  scheduledEndAt!: string | null;

  @Field(() => DateTime, {
    description: 'When the call is due: `scheduledAt`, or `createdAt` for a call as soon as possible.',
  })
  dueAt!: string;

  @Field(() => String, { description: 'Number to call in E.164 form, such as +8801712345678.' })
  phone!: string;

  @Field(() => String, { nullable: true, description: 'Subject in one line; null when none was given.' })
  reason!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Note for staff in plain text, with line breaks; null when there is none.',
  })
  note!: string | null;

  @Field(() => Ticket, { nullable: true, description: 'The ticket that the call is about; null when there is none.' })
  ticket!: Ticket | null;

  @Field(() => Customer, { description: 'The customer to call.' })
  customer!: Customer;

  @Field(() => Author, { description: 'The user who requested the call.' })
  requestedBy!: Author;

  @Field(() => CallOutcome, {
    nullable: true,
    description:
      'Outcome of the last attempt to call; null until staff record one, and again when the customer chooses another time.',
  })
  outcome!: CallOutcome | null;

  @Field(() => Author, {
    nullable: true,
    description: 'The member of staff who recorded `outcome`; null when `outcome` is null.',
  })
  handledBy!: Author | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the call was completed, cancelled or marked as missed; null while it is open.',
  })
  endedAt!: string | null;

  @Field(() => DateTime, {
    description: 'When the call was requested, which is also its position among the messages of its ticket.',
  })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When the call last changed.' })
  updatedAt!: string;

  @Field(() => Boolean, { description: 'Whether the viewer can use `callRequestReschedule` now.' })
  viewerCanReschedule!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can use `callRequestCancel` now.' })
  viewerCanCancel!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can use `callRequestComplete` now.' })
  viewerCanComplete!: boolean;
}

export const CallRequestConnection = connectionType('CallRequest', () => CallRequest);

export enum CallRequestSortField {
  DUE_AT = 'DUE_AT',
  CREATED_AT = 'CREATED_AT',
}

registerEnumType(CallRequestSortField, {
  name: 'CallRequestSortField',
  description: 'The fields by which calls can be sorted.',
  valuesConfig: {
    DUE_AT: { description: 'When the call is due.' },
    CREATED_AT: { description: 'When the call was requested.' },
  },
});

@InputType({ description: 'Criteria for calls. All that are given must be met.' })
export class CallRequestFilter {
  @Field(() => [CallRequestStatus], {
    nullable: true,
    description: 'One of these statuses; any when empty or omitted.',
  })
  status?: CallRequestStatus[] | null;

  @Field(() => PeriodInput, { nullable: true, description: 'When they are due; at any time when omitted.' })
  dueAt?: PeriodInput | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of a customer whose calls they are; nothing is found for one that does not exist for this viewer.',
  })
  customerId?: string | null;
}

@InputType({ description: 'Order of a list of calls.' })
export class CallRequestSort {
  @Field(() => CallRequestSortField, { defaultValue: CallRequestSortField.DUE_AT, description: 'Field to sort by.' })
  field: CallRequestSortField = CallRequestSortField.DUE_AT;

  @Field(() => SortDirection, { defaultValue: SortDirection.DESCENDING, description: 'Sort direction.' })
  direction: SortDirection = SortDirection.DESCENDING;
}

@ArgsType()
export class CallRequestsArgs extends PageArgs {
  @Field(() => CallRequestFilter, {
    nullable: true,
    description:
      'Which calls; all that the viewer can see when omitted. The next call is found with `status: [REQUESTED, SCHEDULED]`, sorted by DUE_AT ascending, and `first: 1`.',
  })
  filter?: CallRequestFilter | null;

  @Field(() => CallRequestSort, { nullable: true, description: 'The order; latest due time first when omitted.' })
  sort?: CallRequestSort | null;
}

const scheduledAtDescription = 'the `startsAt` of one of `callSlots`, at most 60 days ahead.';

@InputType({ description: 'A new call request.' })
export class CallRequestCreateInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of the customer for whom staff book it, who is notified; the viewer’s own when omitted by a customer, and that of the ticket when omitted with `ticketId`. REQUIRED for staff otherwise.',
  })
  customerId?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: `When to call: ${scheduledAtDescription} Omitted or null for a call as soon as possible, which can be requested during the opening hours only.`,
  })
  scheduledAt?: Date | null;

  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the ticket that the call is about, which must not be closed.',
  })
  ticketId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `Number to call; the one in the profile, or for staff that of the customer, when omitted. ${phoneRule}`,
  })
  @Text({ maximum: textLimits.phone, optional: true })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: `Subject in one line of ${lengthRule(textLimits.callReason)}.` })
  @Text({ maximum: textLimits.callReason, optional: true })
  reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `Note for staff: plain text of ${lengthRule(textLimits.callNote)}.`,
  })
  @Text({ maximum: textLimits.callNote, optional: true })
  note?: string | null;

  @Field(() => String, { nullable: true, description: idempotencyKeyDescription })
  @Text({ maximum: textLimits.idempotencyKey, optional: true })
  idempotencyKey?: string | null;
}

@InputType({ description: 'A new time for a call.' })
export class CallRequestRescheduleInput {
  @Field(() => DateTime, { description: `The new time: ${scheduledAtDescription}` })
  scheduledAt!: Date;
}

@InputType({ description: 'The outcome of an attempt to call.' })
export class CallRequestCompleteInput {
  @Field(() => CallOutcome, { description: 'The outcome.' })
  outcome!: CallOutcome;

  @Field(() => DateTime, {
    nullable: true,
    description: `The agreed time: ${scheduledAtDescription} REQUIRED with RESCHEDULED, INVALID with any other outcome.`,
  })
  scheduledAt?: Date | null;
}

@ObjectType({ simpleResolvers: true })
abstract class CallRequestPayload extends Payload {
  callRequestId?: string;

  @Field(() => CallRequest, {
    nullable: true,
    description: 'The call after the change; null when there are user errors.',
  })
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
      'A suggestion when the time was rejected (a user error on `input.scheduledAt`): the first slot with a free seat from that time on. Null otherwise, and when there is none within 60 days.',
  })
  nextSlot?: CallSlot | null;
}

@ObjectType({ description: 'Result of `callRequestCreate`.' })
export class CallRequestCreatePayload extends CallBookingPayload {}

@ObjectType({ description: 'Result of `callRequestReschedule`.' })
export class CallRequestReschedulePayload extends CallBookingPayload {}

@ObjectType({ description: 'Result of `callRequestCancel`.' })
export class CallRequestCancelPayload extends CallRequestPayload {}

@ObjectType({ description: 'Result of `callRequestComplete`.' })
export class CallRequestCompletePayload extends CallBookingPayload {}
