import type { RequiredEntityData } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import {
  CallOutcome,
  CallRequestStatus,
  type CallPlace,
  type CallRequestRow,
} from '../call-requests/call-request.entity.ts';
import { Weekday, slotsOf, type Stretch } from '../opening-hours/opening-hours.ts';
import type { DemoCall, DemoHours } from './content.ts';
import { dateOf } from './relative-time.ts';

const day = 24 * 60 * 60_000;

/** National holidays with a fixed date. */
const holidays = ['02-21', '03-26', '04-14', '05-01', '12-16'];

/** The columns of a tenant with its opening hours. */
export const hoursColumns = ({ week, slotMinutes, slotCapacity }: DemoHours, now: Date) => ({
  timeZone: 'Asia/Dhaka',
  openingWeek: week.map(({ weekday, ...times }) => ({ weekday: Weekday[weekday], ...times })),
  holidays: [0, 1].flatMap((years) => holidays.map((date) => `${now.getUTCFullYear() + years}-${date}`)),
  callSlotMinutes: slotMinutes,
  callSlotCapacity: slotCapacity,
  callReminderMinutes: 30,
});

interface CallContext {
  hours: ReturnType<typeof hoursColumns>;
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
    place: 1,
    callRequestId: call.id,
  }) satisfies RequiredEntityData<CallPlace>;

function slotOf({ slot, bookedFor }: DemoCall, hours: CallContext['hours'], now: Date): Stretch | null {
  const week = { ...hours, week: hours.openingWeek };
  if (bookedFor) {
    const startsAt = dateOf(bookedFor, now);
    return { startsAt, endsAt: new Date(startsAt.getTime() + hours.callSlotMinutes * 60_000) };
  }
  if (slot === undefined) return null;
  const tomorrow = new Date(dateOf('3d 00:00', now).getTime() + 4 * day);
  return [...slotsOf(week, hours.callSlotMinutes, tomorrow, new Date(tomorrow.getTime() + 14 * day))][slot]!;
}
