import { languageTag, type Locale } from '#shared/locale.ts';

/** A time or an interval in wall-clock time of `timeZone`, with the name of the zone. */
export function formatTime(locale: Locale, timeZone: string, startsAt: Date, endsAt = startsAt): string {
  const options = { dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23', timeZone } as const;
  const time = new Intl.DateTimeFormat(languageTag(locale), options).formatRange(startsAt, endsAt);
  return `${time} (${nameOfZone(locale, timeZone, startsAt)})`;
}

/** The same for a subject line: `24 Nov 2026, 09:00 (Asia/Dhaka)`. */
export function formatTimeShort(locale: Locale, timeZone: string, at: Date): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone } as const;
  return `${new Intl.DateTimeFormat(languageTag(locale), options).format(at)} (${timeZone})`;
}

/** The zone by its common name and its IANA name: `Bangladesh Standard Time, Asia/Dhaka`. */
function nameOfZone(locale: Locale, timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat(languageTag(locale), { timeZone, timeZoneName: 'long' }).formatToParts(at);
  return `${parts.find(({ type }) => type === 'timeZoneName')!.value}, ${timeZone}`;
}
