import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import type { Viewer } from '../access/viewer.ts';
import { findCustomerFor } from '../customers/customer-for.ts';
import { Customer } from '../customers/customer.entity.ts';
import { readOptionalPhoneNumber, readPhoneNumber } from '../users/phone-number.ts';
import { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { UserRow } from '../users/user.entity.ts';
import type { RequestContext } from '../context.ts';
import { lockName } from '../database/lock-name.ts';
import { isUuid } from '../database/uuid.ts';
import type { Condition } from '../reads/read-statement.ts';
import { allOf, identified, within } from '../reads/conditions.ts';
import { nextChangeTime } from '../events/change-time.ts';
import { record } from '../events/record.ts';
import { idempotencyConflict, isSameRequest, writeOnce } from '../writes/idempotency.ts';
import { isBlank, toSingleLine, toText } from '#shared/text.ts';
import { UserErrorCode, UserInputError, forbidden, notFound, wrongState } from '../graphql/user-error.ts';
import type { TicketRow } from '../tickets/ticket.entity.ts';
import { lockTicket, touchTicket } from '../tickets/ticket.service.ts';
import { assertEnabled, assertInTime, assertIsOpen, findSlot, releaseSeat, reserveSeat } from './booking.ts';
import type {
  CallRequestCompleteInput,
  CallRequestCreateInput,
  CallRequestFilter,
  CallRequestsArgs,
} from './call-request.contract.ts';
import { CallOutcome, CallRequestRow, CallRequestStatus } from './call-request.entity.ts';
import { aboutCall, callRequestUpdated, callRequested } from './call-request.events.ts';
import {
  canCancel,
  canComplete,
  canRequestAbout,
  canReschedule,
  isOpen,
  maximumOpenCalls,
  mayChoose,
  mayComplete,
  openStatuses,
  statusAfter,
} from './call-request.policy.ts';
import { callRequestOrder, callRequestReads } from './call-request.reads.ts';
import { cancelReminder, scheduleReminder } from './reminder.ts';

/** The calls the viewer may see. Throws UNAUTHENTICATED, BAD_USER_INPUT. */
export function readCallRequests(
  context: RequestContext,
  { filter, sort, ...page }: CallRequestsArgs,
  info: GraphQLResolveInfo,
) {
  const options = { page, order: callRequestOrder(sort), where: matching(filter ?? {}) };
  return context.page(callRequestReads, options, info);
}

type Changed = Promise<{ callRequestId: string }>;

/** Requests a call to the viewer's customer, or as staff to one, now or in a slot. Returns its id. */
export function createCallRequest(context: RequestContext, input: CallRequestCreateInput): Changed {
  const author = { requestedById: context.viewer?.userId ?? null, idempotencyKey: input.idempotencyKey || null };
  return writeOnce(context, CallRequestRow, author, async (entityManager, existing) => {
    const ticket = input.ticketId != null ? await lockTicket(entityManager, input.ticketId, 'input.ticketId') : null;
    const viewer = context.signedIn;
    const customerId = await findCustomerFor(entityManager, viewer, input.customerId ?? ticket?.customerId);
    if (ticket && ticket.customerId !== customerId)
      throw new UserInputError(UserErrorCode.INVALID, 'The ticket is another customer’s.', 'input.ticketId');
    const user = await findUser(entityManager, viewer);
    const customer = await entityManager.findOneOrFail(Customer, customerId);
    const about = contentOf(input, ticket);
    if (existing) {
      if (
        existing.customerId !== customerId ||
        !isSameRequest(about, existing) ||
        !hasSamePhoneAndTime(input, existing, calledParty(user, customer))
      )
        throw idempotencyConflict();
      return { callRequestId: existing.id };
    }
    if (ticket && !canRequestAbout(viewer, ticket))
      throw wrongState('The ticket is closed. Reopen it to request a call about it.', 'input.ticketId');
    const call = await bookCall(entityManager, user, customer, input, { ...about, ...author, requestedById: user.id });
    if (ticket) touchTicket(ticket, call.createdAt);
    await record(entityManager, callRequested, { ...aboutCall(call, viewer), at: call.createdAt });
    return { callRequestId: call.id };
  });
}

/** Books another slot. Customers only. */
export function rescheduleCallRequest(context: RequestContext, id: string, to: Date): Changed {
  return changeCall(context, id, async (call, viewer, entityManager) => {
    if (!mayChoose(viewer))
      throw forbidden(
        'Only the customer can choose another time. Staff record a new time with the outcome RESCHEDULED.',
      );
    if (!canReschedule(viewer, call)) throw wrongState(`The call is already ${call.status.toLowerCase()}.`);
    const status = await moveTo(entityManager, viewer, call, to);
    // the outcome of an earlier attempt does not belong to the new time
    if (status !== null) call.outcome = call.handledById = null;
    return status;
  });
}

/** Cancels a call. Customers only. */
export function cancelCallRequest(context: RequestContext, id: string): Changed {
  return changeCall(context, id, async (call, viewer) => {
    if (!mayChoose(viewer)) throw forbidden('Only the customer can cancel the call.');
    if (!canCancel(viewer, call)) throw wrongState(`The call is already ${call.status.toLowerCase()}.`);
    call.calendarSequence += 1;
    return CallRequestStatus.CANCELLED;
  });
}

/** Records the outcome of an attempt to call. Staff only. */
export function completeCallRequest(
  context: RequestContext,
  id: string,
  { outcome, scheduledAt }: CallRequestCompleteInput,
): Changed {
  return changeCall(context, id, async (call, viewer, entityManager) => {
    if (!mayComplete(viewer)) throw forbidden('Only staff can record the outcome of a call.');
    if (!canComplete(viewer, call)) throw wrongState(`The call is already ${call.status.toLowerCase()}.`);
    assertTimeFitsOutcome(outcome, scheduledAt);
    const status = scheduledAt ? await moveTo(entityManager, viewer, call, scheduledAt) : statusAfter[outcome];
    if (status === null) return null;
    call.outcome = outcome;
    call.handledById = viewer.userId;
    return status;
  });
}

/**
 * Changes the status of a call and records it; its ticket is locked. A call that is no longer scheduled has neither seat
 * nor reminder.
 */
export async function setCallStatus(
  entityManager: EntityManager,
  call: CallRequestRow,
  ticket: TicketRow | null,
  to: CallRequestStatus,
  actor: Viewer | null,
): Promise<void> {
  const from = call.status;
  if (to !== CallRequestStatus.SCHEDULED) {
    await releaseSeat(entityManager, call.id);
    await cancelReminder(entityManager, call);
  }
  // both sides have just spoken with each other
  const silent = to === CallRequestStatus.COMPLETED;
  const at = await nextChangeTime(entityManager, call.tenantId);
  call.status = to;
  call.updatedAt = at;
  call.endedAt = isOpen(call) ? null : at;
  if (ticket) touchTicket(ticket, at);
  await record(entityManager, callRequestUpdated, { ...aboutCall(call, actor), from, to, silent, at });
}

function changeCall(
  context: RequestContext,
  id: string,
  change: (call: CallRequestRow, viewer: Viewer, entityManager: EntityManager) => Promise<CallRequestStatus | null>,
): Changed {
  return context.write(async (entityManager) => {
    const call =
      isUuid(id) && (await entityManager.findOne(CallRequestRow, id, { lockMode: LockMode.PESSIMISTIC_WRITE }));
    if (!call) throw notFound('Call request', 'id');
    // locked before a seat is reserved, as by every booking, or two could wait for each other
    const ticket = call.ticketId ? await lockTicket(entityManager, call.ticketId, 'id') : null;
    const status = await change(call, context.signedIn, entityManager);
    if (status === null) return { callRequestId: call.id };
    await setCallStatus(entityManager, call, ticket, status, context.signedIn);
    return { callRequestId: call.id };
  });
}

/** Books the slot at `to`; null when the call already has it. */
async function moveTo(
  entityManager: EntityManager,
  viewer: Viewer,
  call: CallRequestRow,
  to: Date,
): Promise<CallRequestStatus | null> {
  if (call.status === CallRequestStatus.SCHEDULED && call.scheduledAt!.getTime() === to.getTime()) return null;
  const [user, hours] = [await findUser(entityManager, viewer), await lockHours(entityManager, viewer)];
  // staff may exceed the limit with what they agree on with the customer
  if (!isOpen(call) && mayChoose(viewer)) await assertBelowCallLimit(entityManager, call.customerId);
  const now = new Date();
  // staff agree on a time with the customer
  if (mayChoose(viewer)) assertEnabled(hours);
  const { startsAt, endsAt } = findSlot(hours, to, user.timeZone, now);
  if (mayChoose(viewer)) assertInTime(hours, startsAt, now);
  await nextChangeTime(entityManager, call.tenantId);
  await reserveSeat(entityManager, hours, call, { startsAt, endsAt }, user.timeZone);
  call.scheduledAt = call.dueAt = startsAt;
  call.scheduledEndAt = endsAt;
  call.calendarSequence += 1;
  call.remindedAt = null;
  await scheduleReminder(entityManager, hours, call);
  return CallRequestStatus.SCHEDULED;
}

/** What a new call is about, as it is stored. */
const contentOf = ({ reason, note }: CallRequestCreateInput, ticket: TicketRow | null) => ({
  reason: toSingleLine(reason ?? '') || null,
  note: toText(note ?? '') || null,
  ticketId: ticket?.id ?? null,
});

/** Adds a call for now, or in the slot that is asked for. */
async function bookCall(
  entityManager: EntityManager,
  user: UserRow,
  customer: Customer,
  input: CallRequestCreateInput,
  content: ReturnType<typeof contentOf> & Pick<CallRequestRow, 'requestedById' | 'idempotencyKey'>,
): Promise<CallRequestRow> {
  const hours = await lockHours(entityManager, user);
  assertEnabled(hours);
  const phone = choosePhone(calledParty(user, customer), input.phone);
  const now = new Date();
  const slot = input.scheduledAt ? findSlot(hours, input.scheduledAt, user.timeZone, now) : null;
  if (!slot) assertIsOpen(hours, user.timeZone, now);
  // staff book what they have agreed on with the customer
  else if (user.customerId !== null) assertInTime(hours, slot.startsAt, now);
  await assertBelowCallLimit(entityManager, customer.id);
  const at = await nextChangeTime(entityManager, user.tenantId);
  const call = entityManager.create(CallRequestRow, {
    ...content,
    id: uuid(),
    tenantId: user.tenantId,
    customerId: customer.id,
    status: slot ? CallRequestStatus.SCHEDULED : CallRequestStatus.REQUESTED,
    scheduledAt: slot?.startsAt ?? null,
    scheduledEndAt: slot?.endsAt ?? null,
    dueAt: slot?.startsAt ?? at,
    phone,
    outcome: null,
    handledById: null,
    remindedAt: null,
    endedAt: null,
    createdAt: at,
    updatedAt: at,
  });
  await entityManager.flush();
  if (slot) {
    await reserveSeat(entityManager, hours, call, slot, user.timeZone);
    await scheduleReminder(entityManager, hours, call);
  }
  return call;
}

const findUser = (entityManager: EntityManager, { userId }: Viewer) => entityManager.findOneOrFail(UserRow, userId);

/** The hours of the tenant, which do not change before the booking is done. */
const lockHours = (entityManager: EntityManager, { tenantId }: { tenantId: string }) =>
  entityManager.findOneOrFail(OpeningHoursRow, { tenantId }, { lockMode: LockMode.PESSIMISTIC_READ });

/** Whose telephone is meant: that of the user or of the customer; staff have one of their own, which is not. */
const calledParty = (user: UserRow, customer: Customer) =>
  user.customerId === null ? customer : { phone: user.phone || customer.phone, timeZone: user.timeZone };

function choosePhone({ phone, timeZone }: ReturnType<typeof calledParty>, given: string | null | undefined): string {
  const text = given && !isBlank(given) ? given : phone;
  if (!text)
    throw new UserInputError(
      UserErrorCode.REQUIRED,
      'phone is required: the profile has no phone number.',
      'input.phone',
    );
  return readPhoneNumber(text, timeZone, 'input.phone');
}

async function assertBelowCallLimit(entityManager: EntityManager, customerId: string): Promise<void> {
  // one booking of a customer after the other, or many at once would all count too few
  await lockName(entityManager, `call_request ${customerId}`);
  const open = await entityManager.count(CallRequestRow, { customerId, status: { $in: openStatuses } });
  if (open < maximumOpenCalls) return;
  throw new UserInputError(
    UserErrorCode.TOO_MANY,
    `There are already ${open} open call requests, and the limit is ${maximumOpenCalls}. Cancel one to request another.`,
  );
}

function assertTimeFitsOutcome(outcome: CallOutcome, scheduledAt: Date | null | undefined): void {
  const field = 'input.scheduledAt';
  if (outcome === CallOutcome.RESCHEDULED) {
    if (!scheduledAt)
      throw new UserInputError(UserErrorCode.REQUIRED, 'scheduledAt is required with the outcome RESCHEDULED.', field);
  } else if (scheduledAt)
    throw new UserInputError(UserErrorCode.INVALID, 'scheduledAt is only allowed with the outcome RESCHEDULED.', field);
}

/** As far as they were asked for: the number may have come from the profile, the time may have been changed since. */
function hasSamePhoneAndTime(
  { phone, scheduledAt }: CallRequestCreateInput,
  existing: CallRequestRow,
  { timeZone }: { timeZone: string },
): boolean {
  const given = readOptionalPhoneNumber(phone, timeZone, 'input.phone');
  const samePhone = given === null || given === existing.phone;
  const sameTime = existing.calendarSequence > 0 || scheduledAt?.getTime() === existing.scheduledAt?.getTime();
  return samePhone && sameTime;
}

function matching({ status, dueAt, customerId }: CallRequestFilter): Condition<CallRequestRow> {
  return (call, parameter) => {
    const conditions: string[] = [];
    if (status?.length) conditions.push(`${call.status} = any(${parameter(status, 'text[]')})`);
    conditions.push(...within(call.dueAt, dueAt, parameter), ...identified(call.customerId, customerId, parameter));
    return allOf(conditions);
  };
}
