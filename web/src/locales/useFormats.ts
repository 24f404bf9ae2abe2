import { createSharedComposable, useIntervalFn } from '@vueuse/core';
import { computed, shallowRef, type ComputedRef } from 'vue';
import { clockOf } from './clock';
import { i18n } from './language';
import { browserZone, displayZone } from './time-zone';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** The present moment, half a minute old at most. */
export const useHalfMinute = createSharedComposable(() => {
  const now = shallowRef(new Date());
  useIntervalFn(() => (now.value = new Date()), 30_000);
  return now;
});

export interface Formats {
  count: (value: number) => string;
  /** With one digit after the point. */
  decimal: (value: number) => string;
  /** A share of 1, in whole per cent. */
  percent: (share: number) => string;
  /** Bytes in the largest fitting unit, 1,024 of one being one of the next. */
  fileSize: (bytes: number) => string;
  /** A ticket number as people quote it, without grouping. */
  ticketNumber: (value: number) => string;
  /** "5 minutes ago" within a week, a date before that. */
  ago: (moment: string) => string;
  /** The time of today, otherwise the day with its time; with the zone where the browser's clock shows another time. */
  clock: (moment: string) => string;
  /** Everything, for titles. */
  exact: (moment: string) => string;
  /** What the clocks of a time zone show now. */
  now: (zone: string) => string;
}

/** The language of the screen as it is written where the browser is at home. */
export const languageTag = computed(() =>
  i18n.global.locale.value === 'bn' ? 'bn-BD' : (navigator.languages.find((each) => each.startsWith('en')) ?? 'en'),
);

const formatters = computed(() => {
  const tag = languageTag.value;
  const timeZone = displayZone.value;
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { timeZone, ...options });
  const dayAndMonth = { day: 'numeric', month: 'short' } as const;
  const whole = { dateStyle: 'short', timeStyle: 'short' } as const;
  return {
    tag,
    number: new Intl.NumberFormat(tag),
    decimal: new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    plain: new Intl.NumberFormat(tag, { useGrouping: false }),
    percent: new Intl.NumberFormat(tag, { style: 'percent' }),
    relative: new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }),
    time: clockOf(tag, timeZone).time,
    zone: format({ timeZoneName: 'short' }),
    date: format(dayAndMonth),
    dateWithYear: format({ ...dayAndMonth, year: 'numeric' }),
    longDate: format({ dateStyle: 'full' }),
    day: format({ dateStyle: 'short' }),
    year: format({ year: 'numeric' }),
    shownClock: format(whole),
    browserClock: format({ ...whole, timeZone: browserZone }),
  };
});

/** Dates and numbers in the language of the screen, times in the time zone of the profile. */
export function useFormats(): ComputedRef<Formats> {
  const now = useHalfMinute();
  return computed(() => {
    const { tag, number, decimal, plain, percent, relative, time, ...moments } = formatters.value;
    const today = now.value;
    const same = (format: Intl.DateTimeFormat, moment: Date) => format.format(moment) === format.format(today);
    const zone = (moment: Date) =>
      ` ${moments.zone.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? ''}`;
    const zoneUnlessOurs = (moment: Date) =>
      moments.shownClock.format(moment) === moments.browserClock.format(moment) ? '' : zone(moment);

    return {
      count: (value) => number.format(value),
      decimal: (value) => decimal.format(value),
      percent: (share) => percent.format(Math.floor(share * 100) / 100),
      fileSize(bytes) {
        const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), sizeUnits.length - 1);
        const size = bytes / 1_024 ** step;
        const maximumFractionDigits = size < 10 && step > 0 ? 1 : 0;
        return new Intl.NumberFormat(tag, {
          style: 'unit',
          unit: sizeUnits[step],
          unitDisplay: step ? 'short' : 'long',
          maximumFractionDigits,
        }).format(size);
      },
      ticketNumber: (value) => `#${plain.format(value)}`,
      ago(text) {
        const moment = new Date(text);
        const past = today.getTime() - moment.getTime();
        if (past < minute) return relative.format(0, 'second');
        if (past < hour) return relative.format(-Math.floor(past / minute), 'minute');
        if (past < day) return relative.format(-Math.floor(past / hour), 'hour');
        if (past < 7 * day) return relative.format(-Math.floor(past / day), 'day');
        return (same(moments.year, moment) ? moments.date : moments.dateWithYear).format(moment);
      },
      clock(text) {
        const moment = new Date(text);
        if (!same(moments.year, moment)) return moments.dateWithYear.format(moment);
        const date = same(moments.day, moment) ? '' : `${moments.date.format(moment)}, `;
        return date + time(moment) + zoneUnlessOurs(moment);
      },
      exact(text) {
        const moment = new Date(text);
        return `${moments.longDate.format(moment)}, ${time(moment)}${zone(moment)}`;
      },
      now: (timeZone) => clockOf(tag, timeZone).time(today),
    };
  });
}
