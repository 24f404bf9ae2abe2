import { Temporal } from 'temporal-polyfill';
import { clockTime } from '#shared/opening-hours.ts';

export enum Weekday {
  MONDAY = 'MONDAY',
  TUESDAY = 'TUESDAY',
  WEDNESDAY = 'WEDNESDAY',
  THURSDAY = 'THURSDAY',
  FRIDAY = 'FRIDAY',
  SATURDAY = 'SATURDAY',
  SUNDAY = 'SUNDAY',
}

/** Monday is the first, as in ISO 8601. */
export const weekdays = Object.values(Weekday);

/** When a tenant answers the telephone: local times of every week, except on holidays. */
export interface Hours {
  timeZone: string;
  /** `09:00` to `17:30`; `24:00` is the end of the day. Intervals of one day do not overlap. */
  week: { weekday: Weekday; opensAt: string; closesAt: string }[];
  /** Local dates, `2026-12-16`. */
  holidays: string[];
}

/** An interval of time; its end is not part of it. */
export interface Interval {
  startsAt: Date;
  endsAt: Date;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** How far ahead calls can be booked. */
export const bookableDays = 60;
export const bookableTime = bookableDays * day;

/** When it is open, in order: all intervals that overlap `from` to `to`. */
export function* openIntervals(hours: Hours, from: Date, to: Date): Generator<Interval> {
  let open: Interval | null = null;
  for (const { intervals, segments } of localDays(hours, from, to)) {
    for (const { start, clock, length } of segments) {
      for (const { opens, closes } of intervals) {
        const [begin, end] = [Math.max(opens, clock), Math.min(closes, clock + length)];
        if (begin >= end) continue;
        const interval = { startsAt: new Date(start + begin - clock), endsAt: new Date(start + end - clock) };
        // an interval continues over midnight and over a change of the clock
        if (open && open.endsAt.getTime() === interval.startsAt.getTime()) open.endsAt = interval.endsAt;
        else {
          if (open && open.endsAt > from && open.startsAt < to) yield open;
          open = interval;
        }
      }
    }
  }
  if (open && open.endsAt > from && open.startsAt < to) yield open;
}

/**
 * The slots that start at `from` or later and before `to`, in order. Each is within one interval of the week in wall-clock
 * time, at whole steps from its start. When the clock is put forward, skipped times are no slots; when it is put back, a
 * local time that comes twice is offered once. No slot spans a change of the clock.
 */
export function* slotsOf(hours: Hours, slotMinutes: number, from: Date, to: Date): Generator<Interval> {
  const length = slotMinutes * minute;
  for (const { intervals, segments } of localDays(hours, from, to)) {
    let offeredUntil = -Infinity;
    for (const segment of segments) {
      for (const { opens, closes } of intervals) {
        const first = opens + Math.max(0, Math.ceil((Math.max(segment.clock, offeredUntil) - opens) / length)) * length;
        const last = Math.min(closes, segment.clock + segment.length) - length;
        for (let clock = first; clock <= last; clock += length) {
          offeredUntil = clock + length;
          const startsAt = new Date(segment.start + clock - segment.clock);
          if (startsAt >= from && startsAt < to) yield { startsAt, endsAt: new Date(startsAt.getTime() + length) };
        }
      }
    }
  }
}

/** Monday to Friday from nine to five. */
export const officeWeek: Hours['week'] = weekdays
  .slice(0, 5)
  .map((weekday) => ({ weekday, opensAt: '09:00', closesAt: '17:00' }));

/** Whether it is open at a time, until when, and when it opens next; null where that is not within 60 days. */
export interface OpeningState {
  isOpen: boolean;
  closesAt: Date | null;
  nextOpeningAt: Date | null;
}

export function openingStateOf(hours: Hours, now = new Date()): OpeningState {
  const horizon = new Date(now.getTime() + bookableTime);
  let closesAt: Date | null = null;
  let nextOpeningAt: Date | null = null;
  for (const { startsAt, endsAt } of openIntervals(hours, now, horizon)) {
    if (startsAt > now) {
      nextOpeningAt = startsAt;
      break;
    }
    closesAt = endsAt;
  }
  const isOpen = closesAt !== null;
  if (closesAt && closesAt > horizon) closesAt = null;
  return { isOpen, closesAt, nextOpeningAt };
}

export function isTimeZone(name: string): boolean {
  // the runtime also takes offsets, which have no daylight saving time
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Whether it is a date as ISO 8601 writes it. */
export function isDate(text: string): boolean {
  // years of six digits are valid dates, too
  if (!/^\d{4}-/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** Part of a local day without a change of the clock: it shows `clock` at `start`, and runs for `length` milliseconds. */
interface Segment {
  start: number;
  clock: number;
  length: number;
}

interface LocalDay {
  intervals: { opens: number; closes: number }[];
  segments: Segment[];
}

/** The local days that overlap `from` to `to` and are no holidays. */
function* localDays({ timeZone, week, holidays }: Hours, from: Date, to: Date): Generator<LocalDay> {
  const closed = new Set(holidays);
  const intervalsOf = weekdays.map((weekday) =>
    week
      .filter((interval) => interval.weekday === weekday)
      .map(({ opensAt, closesAt }) => ({ opens: clockTime(opensAt)!, closes: clockTime(closesAt)! }))
      .toSorted((one, other) => one.opens - other.opens),
  );
  const localDate = (time: Date) =>
    Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const last = localDate(to);
  for (let date = localDate(from); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    const intervals = intervalsOf[date.dayOfWeek - 1]!;
    if (intervals.length === 0 || closed.has(date.toString())) continue;
    const midnight = date.toZonedDateTime(timeZone);
    // a zone that crosses the date line skips a day
    if (midnight.toPlainDate().equals(date)) yield { intervals, segments: splitAtTransitions(midnight) };
  }
}

/** The day that starts at `midnight` (or whenever its clock starts), split where the clock is put forward or back. */
function splitAtTransitions(midnight: Temporal.ZonedDateTime): Segment[] {
  const end = midnight.toPlainDate().add({ days: 1 }).toZonedDateTime(midnight.timeZoneId);
  const segments: Segment[] = [];
  let from = midnight;
  while (Temporal.ZonedDateTime.compare(from, end) < 0) {
    const transition = from.offsetNanoseconds === end.offsetNanoseconds ? null : from.getTimeZoneTransition('next');
    const until = transition && Temporal.ZonedDateTime.compare(transition, end) < 0 ? transition : end;
    const clock = midnight.toPlainDate().toPlainDateTime().until(from.toPlainDateTime()).total('milliseconds');
    segments.push({
      start: from.epochMilliseconds,
      clock,
      length: until.epochMilliseconds - from.epochMilliseconds,
    });
    from = until;
  }
  return segments;
}
