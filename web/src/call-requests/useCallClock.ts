import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { CallFieldsFragment } from '../gql/graphql';
import { isKnownZone, shownZone } from '../locales/time-zone';
import { languageTag, useHalfMinute } from '../locales/useFormats';
import { agree, clockOf, type CallClock } from './call-clock';

const dayMs = 86_400_000;

export interface CallTimes extends CallClock {
  /** "today", "tomorrow", or the day. */
  nearDay: (at: Date) => string;
  /** "Today", "Tomorrow", or the short name of the weekday. */
  nearWeekday: (at: Date) => string;
  /** "14:30" of today, otherwise with the day. */
  since: (at: Date) => string;
  /** "10:30 to 11:00" */
  from: (startsAt: Date, endsAt: Date) => string;
  /** "Tuesday 24 November, 10:30 to 11:00, Dhaka time" */
  exactly: (startsAt: Date, endsAt: Date) => string;
  /** When a call is to be made, or was wanted, within a sentence: "tomorrow, 10:30 to 11:00, Dhaka time" */
  when: (call: Pick<CallFieldsFragment, 'scheduledAt' | 'scheduledEndAt' | 'createdAt'>) => string;
  /** The same moment elsewhere, "16:30 London time", or null where the clocks show the same. */
  elsewhere: (at: Date, timeZone: string) => string | null;
}

/** For a text that begins with "tomorrow". */
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Times of calls in the language of the screen and in the zone of the viewer. */
export function useCallClock(): ComputedRef<CallTimes> {
  const { t } = useI18n();
  const now = useHalfMinute();
  return computed(() => {
    const clock = clockOf(languageTag.value, shownZone.value);
    const today = clock.dayKey(now.value);
    const tomorrow = new Date(Date.parse(today) + dayMs).toISOString().slice(0, 10);
    const near = (at: Date) => {
      const key = clock.dayKey(at);
      if (key === today) return t('calls.today');
      return key === tomorrow ? t('calls.tomorrow') : null;
    };
    const nearDay = (at: Date) => near(at) ?? clock.day(at);
    const from = (startsAt: Date, endsAt: Date) =>
      t('calls.fromTo', { from: clock.time(startsAt), to: clock.time(endsAt) });
    const told = (day: string, time: string) => t('calls.at', { day, time, zone: clock.zone });
    return {
      ...clock,
      nearDay,
      nearWeekday: (at) => capital(near(at) ?? clock.weekday(at)),
      since: (at) => (clock.dayKey(at) === today ? clock.time(at) : `${nearDay(at)}, ${clock.time(at)}`),
      from,
      exactly: (startsAt, endsAt) => told(clock.day(startsAt), from(startsAt, endsAt)),
      when({ scheduledAt, scheduledEndAt, createdAt }) {
        const at = new Date(scheduledAt ?? createdAt);
        return told(nearDay(at), scheduledEndAt ? from(at, new Date(scheduledEndAt)) : clock.time(at));
      },
      elsewhere(at, there) {
        const other = isKnownZone(there) ? clockOf(languageTag.value, there) : clock;
        if (agree(clock, other, at)) return null;
        const sameDay = other.dayKey(at) === clock.dayKey(at);
        const time = sameDay ? other.time(at) : `${other.weekday(at)} ${other.time(at)}`;
        return t('calls.elsewhere', { time, zone: other.zone });
      },
    };
  });
}
