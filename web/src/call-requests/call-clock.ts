/** How a moment is told on the clock of one time zone, in one language. */
export interface CallClock {
  timeZone: string;
  /** The zone as people call it: "Dhaka time". */
  zone: string;
  /** How far the clock is from Greenwich at a moment: "GMT+6". */
  offset: (at: Date) => string;
  /** The local date, such as `2026-11-24`. */
  dayKey: (at: Date) => string;
  /** The hour of the local day, 0 to 23. */
  hour: (at: Date) => number;
  weekday: (at: Date) => string;
  date: (at: Date) => string;
  /** "Tuesday 24 November", with the year when it is not the present one. */
  day: (at: Date) => string;
  /** "10:30", with the part of the day where people say it. */
  time: (at: Date) => string;
  /** "10:30" where the part of the day stands above. */
  face: (at: Date) => string;
}

const known = new Map<string, CallClock>();

export function clockOf(tag: string, timeZone: string): CallClock {
  const key = `${tag} ${timeZone}`;
  const clock = known.get(key) ?? makeClock(tag, timeZone);
  known.set(key, clock);
  return clock;
}

/** Whether two clocks show the same at a moment. */
export const agree = (one: CallClock, other: CallClock, at: Date): boolean =>
  one.timeZone === other.timeZone || one.offset(at) === other.offset(at);

function makeClock(tag: string, timeZone: string): CallClock {
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
  const part = (parts: Intl.DateTimeFormatPart[], type: string) => parts.find((each) => each.type === type)?.value;
  const face = (at: Date) => {
    if (!isBengali) return time.format(at);
    const parts = time.formatToParts(at);
    return `${part(parts, 'hour')}:${part(parts, 'minute')}`;
  };

  return {
    timeZone,
    zone: isBengali ? zoneInBengali(timeZone) : zoneInEnglish(timeZone),
    offset: (at) => part(offset.formatToParts(at), 'timeZoneName') ?? timeZone,
    dayKey: (at) => date.format(at),
    hour: (at) => Number(hour.format(at)),
    weekday: (at) => weekday.format(at),
    date: (at) => dayAndMonth.format(at),
    day: (at) => (year.format(at) === year.format(new Date()) ? day : dayWithYear).format(at),
    time: (at) => (isBengali ? `${part(time.formatToParts(at), 'dayPeriod')} ${face(at)}` : time.format(at)),
    face,
  };
}

/** The place a zone is named after says more than "Bangladesh Standard Time" does. */
function zoneInEnglish(timeZone: string): string {
  const place = timeZone.split('/').at(-1)!.replaceAll('_', ' ');
  return timeZone.includes('/') ? `${place} time` : place;
}

function zoneInBengali(timeZone: string): string {
  const names = (['shortGeneric', 'long'] as const).map((timeZoneName) => {
    const parts = new Intl.DateTimeFormat('bn-BD', { timeZone, timeZoneName }).formatToParts();
    return parts.find(({ type }) => type === 'timeZoneName')!.value;
  });
  return (timeZone.includes('/') && names.find((name) => /^\p{Script=Bengali}/u.test(name))) || timeZone;
}
