import type { Portal } from '../portal.ts';

/** One kind of background work; the payload of each is declared beside it, in `GraphileWorker.Tasks`. */
interface Job {
  run: (portal: Portal, payload: never) => Promise<void>;
  /** When it runs by itself, as a crontab line in UTC; such a job has no payload. */
  schedule?: string;
}

/** Background work by the name it is queued under. */
export type Jobs = Record<string, Job>;

/** The hour for whatever is kept for a limited time. */
export const nightly = '17 3 * * *';
