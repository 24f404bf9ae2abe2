const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Bangladesh has one time all year. */
const dhakaOffset = 6 * hour;

/**
 * A time before the seeding: `40m` and `5h` ago, or `12d 09:30` for a time of day in Dhaka that many days ago. Days
 * start at 3 and hours end at 47, so that the order is the same whatever the time of day at which the demo is seeded.
 */
export type RelativeTime = `${number}m` | `${number}h` | `${number}d ${number}:${number}`;

export function dateOf(time: RelativeTime, now: Date): Date {
  const [, count, unit, hours, minutes] = /^(\d+)([mhd])(?: (\d\d):(\d\d))?$/.exec(time)!;
  if (unit === 'm') return new Date(now.getTime() - Number(count) * minute);
  if (unit === 'h') return new Date(now.getTime() - Number(count) * hour);
  const local = now.getTime() + dhakaOffset;
  const midnight = local - (local % day) - dhakaOffset;
  return new Date(midnight - Number(count) * day + Number(hours) * hour + Number(minutes) * minute);
}
