import { computed, type ComputedRef } from 'vue';
import type { OpeningIntervalInput, Weekday } from '../gql/graphql';
import { screenLanguageTag } from '../locales/useFormats';

/** An interval as its fields have it, in which midnight is `00:00` at the end, too. */
export type IntervalDraft = Pick<OpeningIntervalInput, 'weekday' | 'opensAt' | 'closesAt'>;

/** Monday is the first, as in ISO 8601. */
export const weekdays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const satisfies Weekday[];

export const toDraft = (week: readonly IntervalDraft[]): IntervalDraft[] =>
  week.map(({ weekday, opensAt, closesAt }) => ({
    weekday,
    opensAt,
    closesAt: closesAt === '24:00' ? '00:00' : closesAt,
  }));

export const toInput = (week: readonly IntervalDraft[]): IntervalDraft[] =>
  week.map((interval) => ({ ...interval, closesAt: interval.closesAt === '00:00' ? '24:00' : interval.closesAt }));

const aMonday = Date.UTC(2024, 0, 1);

/** The days of the week in the language of the screen. */
export function useWeekdayNames(): ComputedRef<Record<Weekday, string>> {
  return computed(() => {
    const name = new Intl.DateTimeFormat(screenLanguageTag.value, { weekday: 'long', timeZone: 'UTC' });
    return Object.fromEntries(weekdays.map((day, index) => [day, name.format(aMonday + index * 86_400_000)])) as Record<
      Weekday,
      string
    >;
  });
}
