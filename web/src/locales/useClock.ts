import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { isKnownZone, displayZone } from './time-zone';
import { screenLanguageTag, useCurrentTime } from './useFormats';
import { showSameTime, clockOf, type Clock } from './clock';

const dayMs = 86_400_000;

interface Appointment {
  scheduledAt: string | null;
  scheduledEndAt: string | null;
  createdAt: string;
}

export interface ViewerClock extends Clock {
  /** "yesterday", "today", "tomorrow", or the day. */
  relativeDay: (at: Date) => string;
  /** "Yesterday", "Today", "Tomorrow", or the short name of the weekday. */
  relativeWeekday: (at: Date) => string;
  /** "14:30" for today, otherwise with the day. */
  shortTime: (at: Date) => string;
  /** "10:30 to 11:00" */
  timeRange: (startsAt: Date, endsAt: Date) => string;
  /** "Tuesday 24 November, 10:30 to 11:00, Dhaka time" */
  fullRange: (startsAt: Date, endsAt: Date) => string;
  /** When it is scheduled, or was created when no time was chosen: "tomorrow, 10:30 to 11:00, Dhaka time" */
  appointmentTime: (appointment: Appointment) => string;
  /** The same instant in another zone, "16:30 London time", or null where the clocks show the same. */
  timeElsewhere: (at: Date, timeZone: string) => string | null;
}

/** For a text that begins with "tomorrow". */
export const capitalize = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Days and times in the language of the screen and in the time zone of the viewer. */
export function useClock(): ComputedRef<ViewerClock> {
  const { t } = useI18n();
  const now = useCurrentTime();
  return computed(() => {
    const clock = clockOf(screenLanguageTag.value, displayZone.value);
    const today = clock.dayKey(now.value);
    const dayAfter = (days: number) => new Date(Date.parse(today) + days * dayMs).toISOString().slice(0, 10);
    const names = new Map([
      [dayAfter(-1), t('calls.yesterday')],
      [today, t('calls.today')],
      [dayAfter(1), t('calls.tomorrow')],
    ]);
    const nameOf = (at: Date) => names.get(clock.dayKey(at));
    const relativeDay = (at: Date) => nameOf(at) ?? clock.day(at);
    const timeRange = (startsAt: Date, endsAt: Date) =>
      t('calls.fromTo', { from: clock.time(startsAt), to: clock.endTime(startsAt, endsAt) });
    const withZone = (day: string, time: string) => t('calls.at', { day, time, zone: clock.zone });
    return {
      ...clock,
      relativeDay,
      relativeWeekday: (at) => capitalize(nameOf(at) ?? clock.weekday(at)),
      shortTime: (at) => (clock.dayKey(at) === today ? clock.time(at) : `${relativeDay(at)}, ${clock.time(at)}`),
      timeRange,
      fullRange: (startsAt, endsAt) => withZone(clock.day(startsAt), timeRange(startsAt, endsAt)),
      appointmentTime({ scheduledAt, scheduledEndAt, createdAt }) {
        const at = new Date(scheduledAt ?? createdAt);
        return withZone(relativeDay(at), scheduledEndAt ? timeRange(at, new Date(scheduledEndAt)) : clock.time(at));
      },
      timeElsewhere(at, timeZone) {
        const other = isKnownZone(timeZone) ? clockOf(screenLanguageTag.value, timeZone) : clock;
        if (showSameTime(clock, other, at)) return null;
        const isSameDay = other.dayKey(at) === clock.dayKey(at);
        const time = isSameDay ? other.time(at) : `${other.weekday(at)} ${other.time(at)}`;
        return t('calls.elsewhere', { time, zone: other.zone });
      },
    };
  });
}
