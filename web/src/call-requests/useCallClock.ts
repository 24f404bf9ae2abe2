import { createSharedComposable, useIntervalFn } from '@vueuse/core';
import { computed, shallowRef, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useViewer } from '../accounts/useViewer';
import type { CallFieldsFragment } from '../gql/graphql';
import { agree, clockOf, type CallClock } from './call-clock';

const dayMs = 86_400_000;

/** The present moment, half a minute old at most. */
export const useMoment = createSharedComposable(() => {
  const now = shallowRef(new Date());
  useIntervalFn(() => (now.value = new Date()), 30_000);
  return now;
});

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
  const { t, locale } = useI18n();
  const own = useOwnZone();
  const now = useMoment();
  const tag = computed(() =>
    locale.value === 'bn' ? 'bn-BD' : (navigator.languages.find((each) => each.startsWith('en')) ?? 'en'),
  );
  return computed(() => {
    const clock = clockOf(tag.value, own.value);
    const today = clock.dayKey(now.value);
    const tomorrow = clock.dayKey(new Date(now.value.getTime() + dayMs));
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
        const other = clockOf(tag.value, there);
        if (agree(clock, other, at)) return null;
        const sameDay = other.dayKey(at) === clock.dayKey(at);
        const time = sameDay ? other.time(at) : `${other.weekday(at)} ${other.time(at)}`;
        return t('calls.elsewhere', { time, zone: other.zone });
      },
    };
  });
}

/** The zone of the viewer: that of the customer, for staff that of the browser. */
function useOwnZone(): ComputedRef<string> {
  const { viewer } = useViewer();
  return computed(() => viewer.value.customer?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
}
