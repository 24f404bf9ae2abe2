import { languageTags, type Locale } from '#shared/locale.ts';

/** A moment, or a stretch of time, as the clock of `timeZone` shows it, with the zone named. */
export function tellTime(locale: Locale, timeZone: string, startsAt: Date, endsAt = startsAt): string {
  const options = { dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23', timeZone } as const;
  const time = new Intl.DateTimeFormat(languageTags[locale], options).formatRange(startsAt, endsAt);
  return `${time} (${nameOfZone(locale, timeZone, startsAt)})`;
}

/** The same for a subject line: `24 Nov 2026, 09:00 (Asia/Dhaka)`. */
export function tellTimeShortly(locale: Locale, timeZone: string, at: Date): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone } as const;
  return `${new Intl.DateTimeFormat(languageTags[locale], options).format(at)} (${timeZone})`;
}

/** The zone as people call it, and as computers do: `Bangladesh Standard Time, Asia/Dhaka`. */
function nameOfZone(locale: Locale, timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat(languageTags[locale], { timeZone, timeZoneName: 'long' }).formatToParts(at);
  return `${parts.find(({ type }) => type === 'timeZoneName')!.value}, ${timeZone}`;
}
