import type { EntityManager } from '@mikro-orm/postgresql';
import type { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { CallPlace, type CallRequestRow } from './call-request.entity.ts';
import { tellTime } from './call-time.ts';
import {
  bookableDays,
  bookableTime,
  openIntervals,
  openingStateOf,
  slotsOf,
  type Interval,
} from '../opening-hours/opening-hours.ts';

/** The slot that begins at `at`. Fails on `input.scheduledAt`, telling times in `timeZone`. */
export function findSlot(hours: OpeningHoursRow, at: Date, timeZone: string, now: Date): Interval {
  if (at <= now) throw refusedTime(at, 'That time has already passed.');
  if (at.getTime() > now.getTime() + bookableTime)
    throw refusedTime(at, `Calls can be booked at most ${bookableDays} days ahead.`);
  const justAfter = new Date(at.getTime() + 1);
  for (const slot of slotsOf(hours, hours.slotMinutes, at, justAfter)) return slot;
  const time = tellTime('en', timeZone, at);
  for (const _ of openIntervals(hours, at, justAfter))
    throw refusedTime(at, `No slot starts on ${time}. Slots are ${hours.slotMinutes} minutes long.`);
  throw refusedTime(at, `We are closed on ${time}. ${tellNextOpening(hours, timeZone, at)}`);
}

/** Now is a time to be called at during the opening hours only. */
export function assertIsOpen(hours: OpeningHoursRow, timeZone: string, now: Date): void {
  if (openingStateOf(hours, now).isOpen) return;
  const message = `We are closed right now. ${tellNextOpening(hours, timeZone, now)}`;
  throw refusedTime(now, message, UserErrorCode.WRONG_STATE);
}

/**
 * Takes the lowest place left in the slot, in exchange for the one the call has. Of two calls that want the last, the
 * second waits for the first to commit and then finds the slot full. To be asked after the call and its ticket are
 * locked, and before the counters of `record` are.
 */
export async function takePlace(
  entityManager: EntityManager,
  { tenantId, slotCapacity }: OpeningHoursRow,
  { id }: CallRequestRow,
  { startsAt, endsAt }: Interval,
  timeZone: string,
): Promise<void> {
  await giveBackPlace(entityManager, id);
  const wanted = [tenantId, startsAt, endsAt, id, slotCapacity];
  for (;;) {
    const [{ left, taken }] = await entityManager.execute<[{ left: boolean; taken: boolean }]>(takePlaceSql, wanted);
    if (taken) return;
    if (!left)
      throw refusedTime(
        startsAt,
        `The slot on ${tellTime('en', timeZone, startsAt)} is fully booked. Choose another time.`,
        UserErrorCode.CONFLICT,
      );
  }
}

export const giveBackPlace = (entityManager: EntityManager, callRequestId: string) =>
  entityManager.nativeDelete(CallPlace, { callRequestId });

const tellNextOpening = (hours: OpeningHoursRow, timeZone: string, after: Date): string => {
  const { nextOpeningAt } = openingStateOf(hours, after);
  return nextOpeningAt
    ? `We open again on ${tellTime('en', timeZone, nextOpeningAt)}. Book a time from then on.`
    : `We do not open in the next ${bookableDays} days.`;
};

function refusedTime(wanted: Date, message: string, code = UserErrorCode.INVALID): UserInputError {
  const failure = new UserInputError(code, message, 'input.scheduledAt');
  failure.payloadExtras = { refusedTime: wanted };
  return failure;
}

/** Nothing is taken though a place is left when another booking has just taken it: then the next look finds it taken. */
const takePlaceSql = `
  with wanted (tenant_id, starts_at, ends_at, call_request_id, capacity) as (
    values (?::uuid, ?::timestamptz, ?::timestamptz, ?::uuid, ?::int)
  ), free as (
    select number as place from wanted, generate_series(1, capacity) as number
    where not exists (
      select from call_place
      where call_place.tenant_id = wanted.tenant_id and call_place.place = number
        and call_place.starts_at < wanted.ends_at and call_place.ends_at > wanted.starts_at
    )
    order by number limit 1
  ), taken as (
    insert into call_place (tenant_id, starts_at, ends_at, call_request_id, place)
    select tenant_id, starts_at, ends_at, call_request_id, place from wanted, free
    on conflict do nothing
    returning place
  )
  select exists (select from free) as left, exists (select from taken) as taken`;
