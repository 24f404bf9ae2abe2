import { createSharedComposable, useIntervalFn } from '@vueuse/core';
import { computed, shallowRef, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

const useHalfMinute = createSharedComposable(() => {
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
  /** The time of today, otherwise the day with its time. */
  clock: (moment: string) => string;
  /** Everything, for titles. */
  exact: (moment: string) => string;
}

/** Dates and numbers in the language of the screen. */
export function useFormats(): ComputedRef<Formats> {
  const { locale } = useI18n();
  const now = useHalfMinute();
  return computed(() => {
    const tag = locale.value === 'bn' ? 'bn-BD' : (navigator.languages.find((each) => each.startsWith('en')) ?? 'en');
    const number = new Intl.NumberFormat(tag);
    const decimal = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const plain = new Intl.NumberFormat(tag, { useGrouping: false });
    const percent = new Intl.NumberFormat(tag, { style: 'percent' });
    const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
    const time = new Intl.DateTimeFormat(tag, { timeStyle: 'short' });
    const dayAndTime = new Intl.DateTimeFormat(tag, {
      day: 'numeric',
      month: 'short',
      hour: 'numeric',
      minute: '2-digit',
    });
    const date = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short' });
    const dateWithYear = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric' });
    const exact = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'long' });
    const today = now.value;
    const sameYear = (moment: Date) => moment.getFullYear() === today.getFullYear();

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
        return (sameYear(moment) ? date : dateWithYear).format(moment);
      },
      clock(text) {
        const moment = new Date(text);
        if (moment.toDateString() === today.toDateString()) return time.format(moment);
        return sameYear(moment) ? dayAndTime.format(moment) : dateWithYear.format(moment);
      },
      exact: (text) => exact.format(new Date(text)),
    };
  });
}
