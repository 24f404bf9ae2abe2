import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import {
  CallBookingPayload,
  CallRequest,
  CallRequestCancelPayload,
  CallRequestCompleteInput,
  CallRequestCompletePayload,
  CallRequestConnection,
  CallRequestCreateInput,
  CallRequestCreatePayload,
  CallRequestRescheduleInput,
  CallRequestReschedulePayload,
  CallRequestsArgs,
} from './call-request.contract.ts';
import { callRequestReads } from './call-request.reads.ts';
import {
  cancelCallRequest,
  completeCallRequest,
  createCallRequest,
  readCallRequests,
  rescheduleCallRequest,
} from './call-request.service.ts';
import { CallSlot, CallSlotsArgs } from './call-slot.contract.ts';
import { readNextSlot, readSlots } from './call-slot.service.ts';
import { OpeningHoursUpdateInput, OpeningHoursUpdatePayload } from '../opening-hours/opening-hours.contract.ts';
import { updateOpeningHours } from '../opening-hours/opening-hours.service.ts';

/** Days are computed one after the other, and their bookings counted. */
const slotsPrice = 250;

/** Slots are counted, and both sides get an email with a calendar entry. */
const callPrice = 500;

const callId = { description: 'UUID of the call request.' };
const timeRules =
  'The time must be the `startsAt` of one of `callSlots`: INVALID on `input.scheduledAt` when it is not (in the past, sooner than `OpeningHours.noticeMinutes` for customers, more than 60 days ahead, outside the opening hours or between two slots), CONFLICT when the slot is full; `nextSlot` then suggests another.';

@Resolver(() => CallBookingPayload)
export class CallRequestResolver {
  @Keys('calls:read')
  @Query(() => CallRequestConnection, {
    description: 'The calls that the viewer can see: their own for customers, all of the tenant for staff.',
  })
  callRequests(
    @Ctx() context: RequestContext,
    @Args(() => CallRequestsArgs) args: CallRequestsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readCallRequests(context, args, info);
  }

  @Keys('calls:read')
  @Query(() => CallRequest, { nullable: true, description: 'One call; null when it does not exist for this viewer.' })
  callRequest(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, callId) id: string,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.byId(callRequestReads, id, info);
  }

  @Keys('calls:read')
  @Query(() => [CallSlot], {
    description:
      'The slots of the tenant in chronological order: within the opening hours, from now on and at most 60 days ahead; for customers, from `OpeningHours.noticeMinutes` on, and none where calls are switched off. Full slots are included, with `available: 0`. BAD_USER_INPUT when `to` is before `from`, or more than 31 days after it.',
    complexity: slotsPrice,
  })
  callSlots(@Ctx() context: RequestContext, @Args(() => CallSlotsArgs) window: CallSlotsArgs) {
    return readSlots(context, window);
  }

  @FieldResolver()
  nextSlot(@Root() { refusedTime }: CallBookingPayload, @Ctx() context: RequestContext) {
    return refusedTime ? readNextSlot(context, refusedTime) : null;
  }

  @UserErrorMutation(() => CallRequestCreatePayload, {
    description: `Requests a call, as soon as possible or in a slot, by a customer or by staff for a customer. The customer is notified, and the assignee of the ticket or, without one, the agents of the tenant. NOT_FOUND on \`input.ticketId\` or \`input.customerId\`, REQUIRED on the latter when staff give neither, INVALID when the ticket is another customer’s; REQUIRED on \`input.phone\` when it is omitted and the profile has no number, INVALID when it is not a telephone number; TOO_MANY when the customer has 20 open calls; WRONG_STATE where calls are switched off, on \`input.ticketId\` when the ticket is closed, and on \`input.scheduledAt\` for a call as soon as possible outside the opening hours: \`nextSlot\` then suggests the next opening. ${timeRules}`,
    price: callPrice,
    frequency: frequencies.callRequestCreate,
    keys: 'calls:write',
  })
  callRequestCreate(
    @Ctx() context: RequestContext,
    @Arg('input', () => CallRequestCreateInput, { description: 'The new call request.' }) input: CallRequestCreateInput,
  ) {
    return createCallRequest(context, input);
  }

  @UserErrorMutation(() => CallRequestReschedulePayload, {
    description: `Books another slot for a call, or a slot for a call that was requested as soon as possible or was missed. Customers only (FORBIDDEN). NOT_FOUND on \`id\`; WRONG_STATE when it is completed or cancelled, and where calls are switched off; TOO_MANY for a missed call when the customer has 20 open calls. ${timeRules}`,
    price: callPrice,
    keys: 'calls:write',
  })
  callRequestReschedule(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, callId) id: string,
    @Arg('input', () => CallRequestRescheduleInput, { description: 'The new time.' }) input: CallRequestRescheduleInput,
  ) {
    return rescheduleCallRequest(context, id, input.scheduledAt);
  }

  @UserErrorMutation(() => CallRequestCancelPayload, {
    description:
      'Cancels a call and releases its slot. Customers only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE when it is no longer open.',
    price: callPrice,
    keys: 'calls:write',
  })
  callRequestCancel(@Ctx() context: RequestContext, @Arg('id', () => ID, callId) id: string) {
    return cancelCallRequest(context, id);
  }

  @UserErrorMutation(() => CallRequestCompletePayload, {
    description: `Records the outcome of an attempt to call. RESCHEDULED books the agreed time. Staff only (FORBIDDEN). NOT_FOUND on \`id\`; WRONG_STATE when it is completed or cancelled. ${timeRules}`,
    keys: 'calls:write',
  })
  callRequestComplete(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, callId) id: string,
    @Arg('input', () => CallRequestCompleteInput, { description: 'The outcome.' }) input: CallRequestCompleteInput,
  ) {
    return completeCallRequest(context, id, input);
  }

  @UserErrorMutation(() => OpeningHoursUpdatePayload, {
    description:
      'Changes the opening hours of the tenant and how calls are booked. Admins only (FORBIDDEN). INVALID or TOO_MANY on the field that breaks a rule.',
    keys: 'settings:write',
  })
  openingHoursUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => OpeningHoursUpdateInput, { description: 'The changes.' }) input: OpeningHoursUpdateInput,
  ) {
    return updateOpeningHours(context, input);
  }
}
