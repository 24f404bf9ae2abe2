import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { Verb } from '../graphql/user-error.ts';
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

const callId = { description: 'UUID of the call request.' };
const timeRules =
  'The time has to be the beginning of a slot of `callSlots`: INVALID on `input.scheduledAt` when it is none (in the past, more than 60 days ahead, outside of the opening hours or between two slots), CONFLICT when the slot is full; `nextSlot` then offers another.';

@Resolver(() => CallBookingPayload)
export class CallRequestResolver {
  @Query(() => CallRequestConnection, {
    description: 'The calls the viewer may see: their own for customers, the whole tenant for staff.',
  })
  callRequests(
    @Ctx() context: RequestContext,
    @Args(() => CallRequestsArgs) args: CallRequestsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readCallRequests(context, args, info);
  }

  @Query(() => CallRequest, { nullable: true, description: 'One call; null when it does not exist for this viewer.' })
  callRequest(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, callId) id: string,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.byId(callRequestReads, id, info);
  }

  @Query(() => [CallSlot], {
    description:
      'The slots of the tenant in which calls can be booked, in order: within the opening hours, from this moment on and at most 60 days ahead. Full ones are among them, with `available: 0`. BAD_USER_INPUT for a window that ends before it begins or is longer than 31 days.',
  })
  callSlots(@Ctx() context: RequestContext, @Args(() => CallSlotsArgs) window: CallSlotsArgs) {
    return readSlots(context, window);
  }

  @FieldResolver()
  nextSlot(@Root() { refusedTime }: CallBookingPayload, @Ctx() context: RequestContext) {
    return refusedTime ? readNextSlot(context, refusedTime) : null;
  }

  @Verb(() => CallRequestCreatePayload, {
    description: `Asks for a call, now or at a time; the assignee of the ticket, or else the agents of the tenant, are told by mail. Customers only (FORBIDDEN). NOT_FOUND on \`input.ticketId\`; REQUIRED on \`input.phone\` when the profile has no number, INVALID when it is none; TOO_MANY when 20 calls wait already; WRONG_STATE on \`input.ticketId\` when the ticket is closed, and on \`input.scheduledAt\` for now outside of the opening hours: \`nextSlot\` then offers the next opening. ${timeRules}`,
  })
  callRequestCreate(
    @Ctx() context: RequestContext,
    @Arg('input', () => CallRequestCreateInput, { description: 'The call to ask for.' }) input: CallRequestCreateInput,
  ) {
    return createCallRequest(context, input);
  }

  @Verb(() => CallRequestReschedulePayload, {
    description: `Books another time for a call, or a time for one that was wanted now or missed. Customers only (FORBIDDEN). NOT_FOUND on \`id\`; WRONG_STATE when it is completed or cancelled; TOO_MANY for a missed one when 20 calls wait already. ${timeRules}`,
  })
  callRequestReschedule(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, callId) id: string,
    @Arg('input', () => CallRequestRescheduleInput, { description: 'The new time.' }) input: CallRequestRescheduleInput,
  ) {
    return rescheduleCallRequest(context, id, input.scheduledAt);
  }

  @Verb(() => CallRequestCancelPayload, {
    description:
      'Calls a call off and gives its slot back. Customers only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE when it is not to be made any more.',
  })
  callRequestCancel(@Ctx() context: RequestContext, @Arg('id', () => ID, callId) id: string) {
    return cancelCallRequest(context, id);
  }

  @Verb(() => CallRequestCompletePayload, {
    description: `Notes what came of an attempt to call. Staff only (FORBIDDEN). NOT_FOUND on \`id\`; WRONG_STATE when it is completed or cancelled. With RESCHEDULED a time is booked. ${timeRules}`,
  })
  callRequestComplete(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, callId) id: string,
    @Arg('input', () => CallRequestCompleteInput, { description: 'What came of it.' }) input: CallRequestCompleteInput,
  ) {
    return completeCallRequest(context, id, input);
  }

  @Verb(() => OpeningHoursUpdatePayload, {
    description:
      'Changes when the tenant answers the telephone and how calls are booked. Admins only (FORBIDDEN). INVALID on the field that breaks its rule.',
  })
  openingHoursUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => OpeningHoursUpdateInput, { description: 'What to change.' }) input: OpeningHoursUpdateInput,
  ) {
    return updateOpeningHours(context, input);
  }
}
