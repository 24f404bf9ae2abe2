import { createSharedComposable, useIntervalFn, useNow } from '@vueuse/core';
import { computed, type ComputedRef } from 'vue';
import { formatFileSize } from '#shared/file-size.ts';
import { countedAtMost } from '#shared/limits.ts';
import { languageTag } from '#shared/locale.ts';
import { browserLanguages } from '../browser/languages';
import { serverTime } from '../browser/server-clock';
import { clockOf } from './clock';
import { i18n } from './language';
import { browserZone, displayZone } from './time-zone';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The current time by the server's clock, half a minute old at most. */
export const useCurrentTime = createSharedComposable(() => {
  const now = useNow({ scheduler: (update) => useIntervalFn(update, 30_000) });
  return computed(() => serverTime(now.value.getTime()));
});

export interface Formats {
  count: (value: number) => string;
  /** Of a list: a large one is not counted to its end. */
  total: (value: number) => string;
  /** With one digit after the point. */
  decimal: (value: number) => string;
  /** A share of 1, in whole per cent. */
  percent: (share: number) => string;
  /** Bytes in the largest fitting unit, 1,024 of one being one of the next. */
  fileSize: (bytes: number) => string;
  /** A ticket number as people quote it, without grouping. */
  ticketNumber: (value: number) => string;
  /** "5 minutes ago" within a week, a date before that. */
  ago: (timestamp: string) => string;
  /** The time of today, otherwise the day with its time; with the zone where the browser's clock shows another time. */
  clock: (timestamp: string) => string;
  /** A date that is of no time zone, such as `2026-12-16`. */
  date: (day: string) => string;
  /** Date, time and zone in full. */
  exact: (timestamp: string) => string;
  /** What a language is called in that of the screen. */
  language: (tag: string) => string;
  /** The current time in a time zone. */
  now: (timeZone: string) => string;
}

/** The language of the screen, in the regional variant of the browser. */
export const screenLanguageTag = computed(() => {
  const language = i18n.global.locale.value;
  return browserLanguages().find((each) => each.startsWith(`${language}-`)) ?? languageTag(language);
});

const formatters = computed(() => {
  const tag = screenLanguageTag.value;
  const timeZone = displayZone.value;
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { timeZone, ...options });
  const dayAndMonth = { day: 'numeric', month: 'short' } as const;
  const dateAndTime = { dateStyle: 'short', timeStyle: 'short' } as const;
  return {
    tag,
    number: new Intl.NumberFormat(tag),
    decimal: new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    plain: new Intl.NumberFormat(tag, { useGrouping: false }),
    percent: new Intl.NumberFormat(tag, { style: 'percent' }),
    relative: new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }),
    language: new Intl.DisplayNames(tag, { type: 'language' }),
    time: clockOf(tag, timeZone).time,
    zone: format({ timeZoneName: 'short' }),
    date: format(dayAndMonth),
    dateWithYear: format({ ...dayAndMonth, year: 'numeric' }),
    calendarDate: format({ dateStyle: 'medium', timeZone: 'UTC' }),
    longDate: format({ dateStyle: 'full' }),
    day: format({ dateStyle: 'short' }),
    year: format({ year: 'numeric' }),
    displayClock: format(dateAndTime),
    browserClock: format({ ...dateAndTime, timeZone: browserZone }),
  };
});

/** Dates and numbers in the language of the screen, times in the time zone of the profile. */
export function useFormats(): ComputedRef<Formats> {
  const now = useCurrentTime();
  return computed(() => {
    const { tag, number, decimal, plain, percent, relative, language, time, ...dates } = formatters.value;
    const today = now.value;
    const isSame = (format: Intl.DateTimeFormat, date: Date) => format.format(date) === format.format(today);
    const zoneOf = (date: Date) =>
      ` ${dates.zone.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? ''}`;
    const zoneUnlessLocal = (date: Date) =>
      dates.displayClock.format(date) === dates.browserClock.format(date) ? '' : zoneOf(date);

    return {
      count: (value) => number.format(value),
      total: (value) => (value > countedAtMost ? `${number.format(countedAtMost)}+` : number.format(value)),
      decimal: (value) => decimal.format(value),
      percent: (share) => percent.format(Math.floor(share * 100) / 100),
      fileSize: (bytes) => formatFileSize(bytes, tag),
      ticketNumber: (value) => `#${plain.format(value)}`,
      ago(timestamp) {
        const date = new Date(timestamp);
        const past = today.getTime() - date.getTime();
        if (past < minute) return relative.format(0, 'second');
        if (past < hour) return relative.format(-Math.floor(past / minute), 'minute');
        if (past < day) return relative.format(-Math.floor(past / hour), 'hour');
        if (past < 7 * day) return relative.format(-Math.floor(past / day), 'day');
        return (isSame(dates.year, date) ? dates.date : dates.dateWithYear).format(date);
      },
      clock(timestamp) {
        const date = new Date(timestamp);
        const shownDay = (isSame(dates.year, date) ? dates.date : dates.dateWithYear).format(date);
        return (isSame(dates.day, date) ? '' : `${shownDay}, `) + time(date) + zoneUnlessLocal(date);
      },
      date: (shownDate) => dates.calendarDate.format(new Date(shownDate)),
      exact(timestamp) {
        const date = new Date(timestamp);
        return `${dates.longDate.format(date)}, ${time(date)}${zoneOf(date)}`;
      },
      language: (each) => language.of(each) ?? each,
      now: (timeZone) => clockOf(tag, timeZone).time(today),
    };
  });
}
