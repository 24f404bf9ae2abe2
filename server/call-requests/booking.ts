import type { EntityManager } from '@mikro-orm/postgresql';
import type { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { CallSeat, type CallRequestRow } from './call-request.entity.ts';
import { formatTime } from '../locales/format-time.ts';
import {
  bookableDays,
  bookableTime,
  openIntervals,
  openingStateOf,
  slotsOf,
  type Interval,
} from '../opening-hours/opening-hours.ts';

/** Calls that are switched off are neither requested nor moved by customers. Fails with WRONG_STATE. */
export function assertEnabled({ callsEnabled }: OpeningHoursRow): void {
  if (!callsEnabled) throw new UserInputError(UserErrorCode.WRONG_STATE, 'No calls can be requested here.');
}

/** Customers book some time ahead. Fails on `input.scheduledAt`. */
export function assertInTime({ noticeMinutes }: OpeningHoursRow, at: Date, now: Date): void {
  if (at.getTime() < now.getTime() + noticeMinutes * 60_000)
    throw timeError(at, `Calls must be booked at least ${noticeMinutes.toLocaleString('en')} minutes ahead.`);
}

/** The slot that starts at `at`. Fails on `input.scheduledAt`, with times in `timeZone`. */
export function findSlot(hours: OpeningHoursRow, at: Date, timeZone: string, now: Date): Interval {
  if (at <= now) throw timeError(at, 'That time has already passed.');
  if (at.getTime() > now.getTime() + bookableTime)
    throw timeError(at, `Calls can be booked at most ${bookableDays} days ahead.`);
  const justAfter = new Date(at.getTime() + 1);
  for (const slot of slotsOf(hours, hours.slotMinutes, at, justAfter)) return slot;
  const time = formatTime('en', timeZone, at);
  for (const _ of openIntervals(hours, at, justAfter))
    throw timeError(at, `No slot starts on ${time}. Slots are ${hours.slotMinutes} minutes long.`);
  throw timeError(at, `We are closed on ${time}. ${formatNextOpening(hours, timeZone, at)}`);
}

/** A call can be requested for now only during the opening hours. Fails with WRONG_STATE on `input.scheduledAt`. */
export function assertIsOpen(hours: OpeningHoursRow, timeZone: string, now: Date): void {
  if (openingStateOf(hours, now).isOpen) return;
  const message = `We are closed right now. ${formatNextOpening(hours, timeZone, now)}`;
  throw timeError(now, message, UserErrorCode.WRONG_STATE);
}

/**
 * Reserves the lowest free seat of the slot, and releases the one the call has. Call it after `nextChangeTime`, which lets one
 * booking of a tenant at a time do so: of two calls that want the last seat, the second finds the slot full.
 */
export async function reserveSeat(
  entityManager: EntityManager,
  { tenantId, slotCapacity }: OpeningHoursRow,
  { id }: CallRequestRow,
  { startsAt, endsAt }: Interval,
  timeZone: string,
): Promise<void> {
  await releaseSeat(entityManager, id);
  const wanted = [tenantId, startsAt, endsAt, id, slotCapacity];
  for (;;) {
    const [seat] = await entityManager.execute<[{ free: boolean; reserved: boolean }]>(reserveSeatSql, wanted);
    if (seat.reserved) return;
    // a free seat that was not reserved has just been taken by another booking: look again
    if (seat.free) continue;
    const time = formatTime('en', timeZone, startsAt);
    const message = `The slot on ${time} is fully booked. Choose another time.`;
    throw timeError(startsAt, message, UserErrorCode.CONFLICT);
  }
}

export const releaseSeat = (entityManager: EntityManager, callRequestId: string) =>
  entityManager.nativeDelete(CallSeat, { callRequestId });

const formatNextOpening = (hours: OpeningHoursRow, timeZone: string, after: Date): string => {
  const { nextOpeningAt } = openingStateOf(hours, after);
  return nextOpeningAt
    ? `We open again on ${formatTime('en', timeZone, nextOpeningAt)}. Book a time from then on.`
    : `We do not open in the next ${bookableDays} days.`;
};

/** The payload then offers the next free slot from the time that could not be had. */
function timeError(refusedTime: Date, message: string, code = UserErrorCode.INVALID): UserInputError {
  const error = new UserInputError(code, message, 'input.scheduledAt');
  error.payloadExtras = { refusedTime };
  return error;
}

const reserveSeatSql = `
  with wanted (tenant_id, starts_at, ends_at, call_request_id, capacity) as (
    values (?::uuid, ?::timestamptz, ?::timestamptz, ?::uuid, ?::int)
  ), free as (
    select number as seat from wanted, generate_series(1, capacity) as number
    where not exists (
      select from call_seat
      where call_seat.tenant_id = wanted.tenant_id and call_seat.seat = number
        and call_seat.starts_at < wanted.ends_at and call_seat.ends_at > wanted.starts_at
    )
    order by number limit 1
  ), reserved as (
    insert into call_seat (tenant_id, starts_at, ends_at, call_request_id, seat)
    select tenant_id, starts_at, ends_at, call_request_id, seat from wanted, free
    on conflict do nothing
    returning seat
  )
  select exists (select from free) as free, exists (select from reserved) as reserved`;
