import { serverTime } from '../browser/server-clock';
import { scriptOf } from './script';

/** How dates and times read on the clocks of one time zone, in one language. */
export interface Clock {
  timeZone: string;
  /** The zone as people call it: "Dhaka time". */
  zone: string;
  /** Its distance from Greenwich at that time: "GMT+6". */
  offset: (at: Date) => string;
  /** The local date, such as `2026-11-24`. */
  dayKey: (at: Date) => string;
  /** The hour of the local day, 0 to 23. */
  hour: (at: Date) => number;
  weekday: (at: Date) => string;
  date: (at: Date) => string;
  /** "Tuesday 24 November", with the year when it is not the current one. */
  day: (at: Date) => string;
  /** "10:30", with the part of the day in languages that say it. */
  time: (at: Date) => string;
  /** "10:30", without the part of the day. */
  bareTime: (at: Date) => string;
  /** The end of an interval: without the part of the day where the start has said it. */
  endTime: (startsAt: Date, endsAt: Date) => string;
}

const cache = new Map<string, Clock>();

export function clockOf(tag: string, timeZone: string): Clock {
  const key = `${tag} ${timeZone}`;
  const clock = cache.get(key) ?? makeClock(tag, timeZone);
  cache.set(key, clock);
  return clock;
}

/** Whether two clocks show the same time then. */
export const showSameTime = (one: Clock, other: Clock, at: Date): boolean =>
  one.timeZone === other.timeZone || one.offset(at) === other.offset(at);

function makeClock(tag: string, timeZone: string): Clock {
  const isBengali = tag.startsWith('bn');
  const format = (options: Intl.DateTimeFormatOptions, language = tag) =>
    new Intl.DateTimeFormat(language, { timeZone, ...options });
  const hourAndMinute = { hour: 'numeric', minute: '2-digit' } as const;
  const date = format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA');
  const hour = format({ hour: 'numeric', hourCycle: 'h23' }, 'en');
  const offset = format({ timeZoneName: 'shortOffset' });
  const weekday = format({ weekday: 'short' });
  const dayAndMonth = format({ day: 'numeric', month: 'short' });
  const day = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const dayWithYear = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  // Bengali does not count to 24: it says the part of the day, and says it first.
  const time = format(isBengali ? { ...hourAndMinute, dayPeriod: 'short', hour12: true } : hourAndMinute);
  const year = format({ year: 'numeric' });
  const valueOf = (parts: Intl.DateTimeFormatPart[], type: string) => parts.find((each) => each.type === type)?.value;
  const bareTime = (at: Date) => {
    if (!isBengali) return time.format(at);
    const parts = time.formatToParts(at);
    return `${valueOf(parts, 'hour')}:${valueOf(parts, 'minute')}`;
  };
  // CLDR has the literary word for night.
  const dayPeriod = (at: Date) => valueOf(time.formatToParts(at), 'dayPeriod')?.replace('রাত্রি', 'রাত');
  const timeOfDay = (at: Date) => (isBengali ? `${dayPeriod(at)} ${bareTime(at)}` : time.format(at));

  return {
    timeZone,
    zone: tag.startsWith('en') ? zoneInEnglish(timeZone) : zoneIn(tag, timeZone),
    offset: (at) => valueOf(offset.formatToParts(at), 'timeZoneName') ?? timeZone,
    dayKey: (at) => date.format(at),
    hour: (at) => Number(hour.format(at)),
    weekday: (at) => weekday.format(at),
    date: (at) => dayAndMonth.format(at),
    day: (at) => (year.format(at) === year.format(serverTime()) ? day : dayWithYear).format(at),
    time: timeOfDay,
    bareTime,
    endTime: (startsAt, endsAt) =>
      isBengali && dayPeriod(startsAt) === dayPeriod(endsAt) ? bareTime(endsAt) : timeOfDay(endsAt),
  };
}

/** The city a zone is named after says more than "Bangladesh Standard Time" does. */
function zoneInEnglish(timeZone: string): string {
  const city = timeZone.split('/').at(-1)!.replaceAll('_', ' ');
  return timeZone.includes('/') ? `${city} time` : city;
}

/** The first name that is written in the language: where there is none, `Intl` gives a distance or an English one. */
function zoneIn(tag: string, timeZone: string): string {
  const names = (['shortGeneric', 'long'] as const).map((timeZoneName) => {
    const parts = new Intl.DateTimeFormat(tag, { timeZone, timeZoneName }).formatToParts();
    return parts.find(({ type }) => type === 'timeZoneName')!.value;
  });
  const inItsScript = new RegExp(`^(?!GMT|UTC)\\p{Script=${scriptOf(tag)}}`, 'u');
  return (timeZone.includes('/') && names.find((name) => inItsScript.test(name))) || timeZone;
}
