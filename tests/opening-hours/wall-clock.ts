import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { weekdays, type Hours, type Weekday } from '../../server/opening-hours/opening-hours.ts';

export const minute = 60_000;
export const day = 24 * 60 * minute;

/** Wall-clock time in `timeZone`, by the runtime and not of the library under test. */
export class ZonedClock {
  private readonly format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  at(time: number): { date: string; weekday: Weekday; clock: number } {
    const part = Object.fromEntries(this.format.formatToParts(time).map(({ type, value }) => [type, value]));
    const date = `${part['year']}-${part['month']}-${part['day']}`;
    const clock = (Number(part['hour']) * 60 + Number(part['minute'])) * minute + Number(part['second']) * 1_000;
    return { date, weekday: weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]!, clock };
  }

  isOpen({ week, holidays }: Hours, time: number): boolean {
    const { date, weekday, clock } = this.at(time);
    if (holidays.includes(date)) return false;
    return week.some(
      (each) => each.weekday === weekday && millis(each.opensAt) <= clock && clock < millis(each.closesAt),
    );
  }
}

/** How far a clock is that shows this text. */
export const millis = (text: string) => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * minute;
const clockText = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Both changes of the clock of 2027 where there are any, otherwise some moment; the past has stranger ones. */
export function changesOf(timeZone: string): number[] {
  const changes: number[] = [];
  let from = Temporal.ZonedDateTime.from({ year: 2027, month: 1, day: 1, timeZone });
  while (changes.length < 4) {
    const next = from.getTimeZoneTransition('next');
    if (!next || next.year > 2027) break;
    changes.push(next.epochMilliseconds);
    from = next;
  }
  return changes.length > 0 ? changes : [from.epochMilliseconds + 90 * day];
}

/** One day of up to three intervals on steps of five minutes, the same every day but for one weekday. */
export const someHours = fc
  .record({
    edges: fc.uniqueArray(fc.integer({ min: 0, max: 288 }), { minLength: 2, maxLength: 6 }),
    closed: fc.constantFrom(...weekdays, null),
    slotMinutes: fc.constantFrom(5, 10, 15, 20, 30, 45, 60, 90, 240),
  })
  .map(({ edges, closed, slotMinutes }) => {
    const ordered = edges.toSorted((one, other) => one - other).map((edge) => clockText(edge * 5));
    const intervals = ordered.flatMap((opensAt, index) =>
      index % 2 === 0 && ordered[index + 1] ? [{ opensAt, closesAt: ordered[index + 1]! }] : [],
    );
    const week = weekdays.flatMap((weekday) =>
      weekday === closed ? [] : intervals.map((interval) => ({ weekday, ...interval })),
    );
    return { week, slotMinutes };
  });
