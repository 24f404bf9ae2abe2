/** How many intervals a week, and how many holidays opening hours have at most. */
export const mostIntervals = 50;
export const mostHolidays = 366;

/** The least and the most of each number of opening hours; no reminders are 0. */
export const callRanges = {
  slotMinutes: [10, 240],
  slotCapacity: [1, 100],
  reminderMinutes: [5, 1_440],
  noticeMinutes: [0, 10_080],
} as const;

const minute = 60_000;
const day = 24 * 60 * minute;

/** Milliseconds from midnight in wall-clock time, up to and including `24:00`; null for anything else. */
export function clockTime(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const time = (Number(hours) * 60 + Number(minutes)) * minute;
  return time <= day ? time : null;
}

interface WeeklyInterval {
  weekday: string;
  opensAt: string;
  closesAt: string;
}

/** What is wrong with an interval: a time is missing or none, the end is not after the start, or it overlaps another. */
export type IntervalProblem = 'incomplete' | 'backwards' | 'overlapping';

/** What is wrong with each interval of a week; null where nothing is. Of two that overlap, it is the later one. */
export function intervalProblems(week: readonly WeeklyInterval[]): (IntervalProblem | null)[] {
  const times = week.map(({ opensAt, closesAt }) => ({ opens: clockTime(opensAt), closes: clockTime(closesAt) }));
  return week.map(({ weekday }, index) => {
    const { opens, closes } = times[index]!;
    if (opens === null || closes === null) return 'incomplete';
    if (opens >= closes) return 'backwards';
    const overlaps = times.some((other, at) => {
      if (at === index || week[at]!.weekday !== weekday || other.opens === null || other.closes === null) return false;
      const isEarlier = other.opens < opens || (other.opens === opens && at < index);
      return isEarlier && other.closes > opens;
    });
    return overlaps ? 'overlapping' : null;
  });
}
