import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  openIntervals,
  openingStateOf,
  slotsOf,
  Weekday,
  weekdays,
  type Hours,
  type Interval,
} from '../../server/opening-hours/opening-hours.ts';
import { changesOf, day, millis, minute, someHours, ZonedClock } from './wall-clock.ts';

/** What is wrong with these slots; plain comparisons, as there are a million of them. */
function faultsOf(clock: ZonedClock, { week, holidays }: Hours, slotMinutes: number, slots: Interval[]): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  let earlier = -Infinity;
  for (const { startsAt, endsAt } of slots) {
    const [start, end] = [startsAt.getTime(), endsAt.getTime()];
    const [first, last] = [clock.at(start), clock.at(end - 1_000)];
    const within = week.some(
      ({ weekday, opensAt, closesAt }) =>
        weekday === first.weekday && millis(opensAt) <= first.clock && last.clock < millis(closesAt),
    );
    const fault = (is: boolean, what: string) => is && faults.push(`${startsAt.toISOString()} ${what}`);
    fault(end - start !== slotMinutes * minute, 'has another length');
    fault(start < earlier, 'overlaps the one before');
    fault(!within, 'lies outside of the opening hours');
    fault(last.date !== first.date || last.clock - first.clock !== end - start - 1_000, 'spans a change of the clock');
    fault(holidays.includes(first.date), 'is on a holiday');
    fault(seen.has(`${first.date} ${first.clock}`), 'comes twice on the clock');
    seen.add(`${first.date} ${first.clock}`);
    earlier = end;
  }
  return faults;
}

/** All slots of a day on which the clock runs evenly. */
const slotsOfEvenDay = ({ week }: Hours, weekday: Weekday, slotMinutes: number): number =>
  week
    .filter((interval) => interval.weekday === weekday)
    .reduce(
      (sum, { opensAt, closesAt }) => sum + Math.floor((millis(closesAt) - millis(opensAt)) / minute / slotMinutes),
      0,
    );

const localDay = (timeZone: string, date: string): [Date, Date] => {
  const first = Temporal.PlainDate.from(date);
  const midnights = [first, first.add({ days: 1 })].map((each) => each.toZonedDateTime(timeZone).epochMilliseconds);
  return [new Date(midnights[0]!), new Date(midnights[1]!)];
};

describe('slots', () => {
  it('are within the opening hours and come once, in every time zone and at both changes of its clock', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    expect(zones.length).toBeGreaterThan(400);
    for (const timeZone of zones) {
      const clock = new ZonedClock(timeZone);
      for (const change of changesOf(timeZone)) {
        fc.assert(
          fc.property(someHours, ({ week, slotMinutes }) => {
            const hours = { timeZone, week, holidays: [clock.at(change + 2 * day).date] };
            const slots = [...slotsOf(hours, slotMinutes, new Date(change - day), new Date(change + 2 * day))];
            expect(faultsOf(clock, hours, slotMinutes, slots)).toEqual([]);
          }),
          { numRuns: 6 },
        );
      }
    }
  }, 60_000);

  it('fill every interval of a day without a change of the clock', () => {
    fc.assert(
      fc.property(
        someHours,
        fc.constantFrom('Asia/Dhaka', 'Asia/Kathmandu', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Chatham'),
        fc.integer({ min: 1, max: 28 }),
        ({ week, slotMinutes }, timeZone, dayOfMonth) => {
          const date = Temporal.PlainDate.from({ year: 2027, month: 7, day: dayOfMonth });
          const hours = { timeZone, week, holidays: [] };
          const slots = [...slotsOf(hours, slotMinutes, ...localDay(timeZone, date.toString()))];
          expect(slots).toHaveLength(slotsOfEvenDay(hours, weekdays[date.dayOfWeek - 1]!, slotMinutes));
        },
      ),
    );
  });

  it('are the same for a window as for its two halves', () => {
    const change = changesOf('America/New_York')[1]!;
    fc.assert(
      fc.property(someHours, fc.integer({ min: 1, max: 3 * 24 * 60 }), ({ week, slotMinutes }, minutes) => {
        const hours = { timeZone: 'America/New_York', week, holidays: [] };
        const [from, to] = [new Date(change - day), new Date(change + 2 * day)];
        const between = new Date(from.getTime() + minutes * minute);
        const parts = [...slotsOf(hours, slotMinutes, from, between), ...slotsOf(hours, slotMinutes, between, to)];
        expect(parts).toEqual([...slotsOf(hours, slotMinutes, from, to)]);
      }),
    );
  });

  it('leave out the hour that the clock skips, and continue at the same local times after it', () => {
    expect(localSlots('Europe/Berlin', '2027-03-28', '01:00', '05:00', 60)).toEqual([
      '01:00+01:00',
      '03:00+02:00',
      '04:00+02:00',
    ]);
  });

  it('offer the hour that the clock repeats once, the first time', () => {
    expect(localSlots('Europe/Berlin', '2027-10-31', '01:00', '04:00', 60)).toEqual([
      '01:00+02:00',
      '02:00+02:00',
      '03:00+01:00',
    ]);
  });

  it('offer a slot that the change would cut when the clock shows its time again', () => {
    expect(localSlots('Europe/Berlin', '2027-10-31', '01:30', '04:30', 60)).toEqual([
      '01:30+02:00',
      '02:30+01:00',
      '03:30+01:00',
    ]);
  });

  it('follow a clock that is put forward by half an hour', () => {
    expect(localSlots('Australia/Lord_Howe', '2026-10-04', '01:30', '03:30', 30)).toEqual([
      '01:30+10:30',
      '02:30+11:00',
      '03:00+11:00',
    ]);
  });

  it('begin where the day does when the clock is put forward at midnight', () => {
    expect(localSlots('Africa/Cairo', '2027-04-30', '00:00', '02:00', 30)).toEqual(['01:00+03:00', '01:30+03:00']);
  });

  it('do not exist on a day that a time zone skips', () => {
    const hours = everyDay('Pacific/Apia', '00:00', '24:00');
    const slots = [...slotsOf(hours, 60, new Date('2011-12-29T10:00:00Z'), new Date('2011-12-31T10:00:00Z'))];
    const clock = new ZonedClock(hours.timeZone);
    expect(new Set(slots.map(({ startsAt }) => clock.at(startsAt.getTime()).date))).toEqual(
      new Set(['2011-12-29', '2011-12-31']),
    );
    expect(slots).toHaveLength(48);
  });

  it('do not exist on a holiday, by the date of the tenant', () => {
    const hours = { ...everyDay('Asia/Dhaka', '09:00', '10:00'), holidays: ['2026-12-16'] };
    const slots = [...slotsOf(hours, 60, new Date('2026-12-15T00:00:00Z'), new Date('2026-12-18T00:00:00Z'))];
    expect(slots.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2026-12-15T03:00:00.000Z',
      '2026-12-17T03:00:00.000Z',
    ]);
  });

  it('pause between two intervals of a day, and leave out what is too short for one', () => {
    const week = [
      { weekday: Weekday.MONDAY, opensAt: '09:00', closesAt: '10:10' },
      { weekday: Weekday.MONDAY, opensAt: '14:00', closesAt: '14:20' },
      { weekday: Weekday.MONDAY, opensAt: '16:00', closesAt: '16:30' },
    ];
    const slots = [...slotsOf({ timeZone: 'UTC', week, holidays: [] }, 30, ...localDay('UTC', '2026-11-23'))];
    expect(slots.map(({ startsAt }) => startsAt.toISOString().slice(11, 16))).toEqual(['09:00', '09:30', '16:00']);
  });
});

describe('being open', () => {
  it('follows wall-clock time, in every time zone and on both days with a change of the clock', () => {
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      const clock = new ZonedClock(timeZone);
      const [change] = changesOf(timeZone).slice(-1) as [number];
      fc.assert(
        fc.property(
          someHours,
          fc.array(fc.integer({ min: -30 * 60, max: 30 * 60 }), { minLength: 8 }),
          ({ week }, offsets) => {
            const hours = { timeZone, week, holidays: [] };
            const times = offsets.map((offset) => change + offset * minute);
            const isOpen = (time: number) => [...openIntervals(hours, new Date(time), new Date(time + 1))].length > 0;
            expect(times.map(isOpen)).toEqual(times.map((time) => clock.isOpen(hours, time)));
          },
        ),
        { numRuns: 4 },
      );
    }
  }, 60_000);

  it('continues over midnight where one interval ends and the next starts', () => {
    const week = [
      { weekday: Weekday.MONDAY, opensAt: '20:00', closesAt: '24:00' },
      { weekday: Weekday.TUESDAY, opensAt: '00:00', closesAt: '02:00' },
    ];
    expect(shown({ timeZone: 'Asia/Dhaka', week, holidays: [] }, '2026-11-23T15:00:00Z')).toEqual({
      isOpen: true,
      closesAt: '2026-11-23T20:00:00.000Z',
      nextOpeningAt: '2026-11-30T14:00:00.000Z',
    });
  });

  it('starts late when the clock skips its start', () => {
    expect(shown(everyDay('Europe/Berlin', '02:30', '06:00'), '2027-03-28T00:00:00Z')).toEqual({
      isOpen: false,
      closesAt: null,
      nextOpeningAt: '2027-03-28T01:00:00.000Z',
    });
  });

  it('never ends where a tenant is always open, and never starts where it never is', () => {
    expect(shown(everyDay('Europe/Berlin', '00:00', '24:00'), '2027-03-28T00:00:00Z')).toEqual({
      isOpen: true,
      closesAt: null,
      nextOpeningAt: null,
    });
    expect(shown({ timeZone: 'UTC', week: [], holidays: [] }, '2027-03-28T00:00:00Z')).toEqual({
      isOpen: false,
      closesAt: null,
      nextOpeningAt: null,
    });
  });
});

const everyDay = (timeZone: string, opensAt: string, closesAt: string): Hours => ({
  timeZone,
  week: weekdays.map((weekday) => ({ weekday, opensAt, closesAt })),
  holidays: [],
});

/** Local times and offsets of the slots of one day. */
function localSlots(timeZone: string, date: string, opensAt: string, closesAt: string, slotMinutes: number): string[] {
  const slots = slotsOf(everyDay(timeZone, opensAt, closesAt), slotMinutes, ...localDay(timeZone, date));
  return [...slots].map(({ startsAt }) => {
    const local = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime()).toZonedDateTimeISO(timeZone);
    return `${local.toPlainTime().toString({ smallestUnit: 'minute' })}${local.offset}`;
  });
}

/** What a tenant with these hours shows at a moment. */
function shown(hours: Hours, at: string) {
  const { isOpen, closesAt, nextOpeningAt } = openingStateOf(hours, new Date(at));
  return {
    isOpen,
    closesAt: closesAt?.toISOString() ?? null,
    nextOpeningAt: nextOpeningAt?.toISOString() ?? null,
  };
}
