import type { RequiredEntityData } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import {
  CallOutcome,
  CallRequestStatus,
  type CallSeat,
  type CallRequestRow,
} from '../call-requests/call-request.entity.ts';
import type { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { Weekday, slotsOf, type Interval } from '../opening-hours/opening-hours.ts';
import type { DemoCall, DemoHours } from './content.ts';
import { dateOf } from './relative-time.ts';

const day = 24 * 60 * 60_000;

/** National holidays with a fixed date. */
const holidays = ['02-21', '03-26', '04-14', '05-01', '12-16'];

export const makeHours = ({ week, slotMinutes, slotCapacity }: DemoHours, tenantId: string, now: Date) =>
  ({
    tenantId,
    timeZone: 'Asia/Dhaka',
    week: week.map(({ weekday, ...times }) => ({ weekday: Weekday[weekday], ...times })),
    holidays: [0, 1].flatMap((years) => holidays.map((date) => `${now.getUTCFullYear() + years}-${date}`)),
    slotMinutes,
    slotCapacity,
    reminderMinutes: 30,
  }) satisfies RequiredEntityData<OpeningHoursRow>;

interface CallContext {
  hours: ReturnType<typeof makeHours>;
  tenantId: string;
  userOf: (login: string) => { id: string; customerId: string | null; phone: string | null };
  ticketOf: (title: string) => { id: string };
}

const outcomes: Partial<Record<DemoCall['status'], CallOutcome>> = {
  COMPLETED: CallOutcome.REACHED,
  MISSED: CallOutcome.NO_ANSWER,
};

/** Past calls have fixed times; coming ones are in slots of the next two weeks. */
export function makeCall(call: DemoCall, { hours, tenantId, userOf, ticketOf }: CallContext, now: Date) {
  const creator = userOf(call.customer);
  const createdAt = dateOf(call.at, now);
  const slot = slotOf(call, hours, now);
  const endedAt = call.outcome ? dateOf(call.outcome.at, now) : call.endedAt ? dateOf(call.endedAt, now) : null;
  return {
    id: v7({ msecs: createdAt.getTime() }),
    tenantId,
    customerId: creator.customerId!,
    ticketId: call.ticket ? ticketOf(call.ticket).id : null,
    requestedById: creator.id,
    idempotencyKey: null,
    status: CallRequestStatus[call.status],
    scheduledAt: slot?.startsAt ?? null,
    scheduledEndAt: slot?.endsAt ?? null,
    dueAt: slot?.startsAt ?? createdAt,
    phone: call.phone ?? creator.phone!,
    reason: call.reason ?? null,
    note: call.note ?? null,
    outcome: (call.outcome && outcomes[call.status]) ?? null,
    handledById: call.outcome ? userOf(call.outcome.by).id : null,
    calendarSequence: call.status === 'CANCELLED' ? 1 : 0,
    remindedAt: null,
    endedAt,
    createdAt,
    updatedAt: endedAt ?? createdAt,
  } satisfies RequiredEntityData<CallRequestRow>;
}

/** No two calls of the content are in one slot, so each has the first seat. */
export const seatOf = (call: ReturnType<typeof makeCall>) =>
  ({
    tenantId: call.tenantId,
    startsAt: call.scheduledAt!,
    endsAt: call.scheduledEndAt!,
    seat: 1,
    callRequestId: call.id,
  }) satisfies RequiredEntityData<CallSeat>;

function slotOf({ slot, bookedFor }: DemoCall, hours: CallContext['hours'], now: Date): Interval | null {
  if (bookedFor) {
    const startsAt = dateOf(bookedFor, now);
    return { startsAt, endsAt: new Date(startsAt.getTime() + hours.slotMinutes * 60_000) };
  }
  if (slot === undefined) return null;
  const tomorrow = new Date(dateOf('3d 00:00', now).getTime() + 4 * day);
  return [...slotsOf(hours, hours.slotMinutes, tomorrow, new Date(tomorrow.getTime() + 14 * day))][slot]!;
}
