import { Temporal } from 'temporal-polyfill';

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

/** When a tenant answers the telephone: local times of each week, but for holidays. */
export interface Hours {
  timeZone: string;
  /** `09:00` to `17:30`; `24:00` is the end of the day. Intervals of one day do not overlap. */
  week: { weekday: Weekday; opensAt: string; closesAt: string }[];
  /** Local dates, `2026-12-16`. */
  holidays: string[];
}

/** A stretch of time with its end left out. */
export interface Stretch {
  startsAt: Date;
  endsAt: Date;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** How far ahead calls can be booked. */
export const bookableDays = 60;
export const bookableTime = bookableDays * day;

/** When it is open, in order: all stretches that touch `from` to `to`. */
export function* openStretches(hours: Hours, from: Date, to: Date): Generator<Stretch> {
  let open: Stretch | null = null;
  for (const { intervals, pieces } of localDays(hours, from, to)) {
    for (const { start, clock, length } of pieces) {
      for (const { opens, closes } of intervals) {
        const [begin, end] = [Math.max(opens, clock), Math.min(closes, clock + length)];
        if (begin >= end) continue;
        const stretch = { startsAt: new Date(start + begin - clock), endsAt: new Date(start + end - clock) };
        // midnight and a change of the clock do not close what goes on after them
        if (open && open.endsAt.getTime() === stretch.startsAt.getTime()) open.endsAt = stretch.endsAt;
        else {
          if (open && open.endsAt > from && open.startsAt < to) yield open;
          open = stretch;
        }
      }
    }
  }
  if (open && open.endsAt > from && open.startsAt < to) yield open;
}

/**
 * The slots that begin at `from` or later and before `to`, in order. Each lies within one interval as the clock on the
 * wall shows it, at whole steps from its beginning. When the clock is put forward, what it skips is no slot; when it is
 * put back, a local time is offered once though it comes twice, and none spans the change.
 */
export function* slotsOf(hours: Hours, slotMinutes: number, from: Date, to: Date): Generator<Stretch> {
  const length = slotMinutes * minute;
  for (const { intervals, pieces } of localDays(hours, from, to)) {
    let offered = -Infinity;
    for (const piece of pieces) {
      for (const { opens, closes } of intervals) {
        const first = opens + Math.max(0, Math.ceil((Math.max(piece.clock, offered) - opens) / length)) * length;
        const last = Math.min(closes, piece.clock + piece.length) - length;
        for (let clock = first; clock <= last; clock += length) {
          offered = clock + length;
          const startsAt = new Date(piece.start + clock - piece.clock);
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
  for (const { startsAt, endsAt } of openStretches(hours, now, horizon)) {
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
  // an offset is taken by the runtime too, but knows no daylight saving
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Whether it is a date as ISO 8601 writes it. */
export function isDate(text: string): boolean {
  // years of six digits are dates, too, but of no holiday
  if (!/^\d{4}-/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** Milliseconds from midnight as the clock shows it, or null for what is no time of day; the end of the day is one. */
export function clockTime(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const time = (Number(hours) * 60 + Number(minutes)) * minute;
  return time <= day ? time : null;
}

/** A part of a local day in which the clock runs evenly: it shows `clock` at `start`, and goes on for `length`. */
interface Piece {
  start: number;
  clock: number;
  length: number;
}

interface LocalDay {
  intervals: { opens: number; closes: number }[];
  pieces: Piece[];
}

/** The local days that touch `from` to `to` and are no holidays. */
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
    // zones that cross the date line leave out a day
    if (midnight.toPlainDate().equals(date)) yield { intervals, pieces: piecesOf(midnight) };
  }
}

/** The day that begins at `midnight` (or where the clock begins it), cut where the clock is put forward or back. */
function piecesOf(midnight: Temporal.ZonedDateTime): Piece[] {
  const end = midnight.toPlainDate().add({ days: 1 }).toZonedDateTime(midnight.timeZoneId);
  const pieces: Piece[] = [];
  let from = midnight;
  while (Temporal.ZonedDateTime.compare(from, end) < 0) {
    const change = from.offsetNanoseconds === end.offsetNanoseconds ? null : from.getTimeZoneTransition('next');
    const until = change && Temporal.ZonedDateTime.compare(change, end) < 0 ? change : end;
    const clock = midnight.toPlainDate().toPlainDateTime().until(from.toPlainDateTime()).total('milliseconds');
    pieces.push({
      start: from.epochMilliseconds,
      clock,
      length: until.epochMilliseconds - from.epochMilliseconds,
    });
    from = until;
  }
  return pieces;
}
