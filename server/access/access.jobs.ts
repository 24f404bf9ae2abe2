import { nightly, type Jobs } from '../jobs/job.ts';
import { deleteEndedSessions } from './ended-sessions.ts';
import { deleteExpiredGuesses } from './guessing.ts';
import { deleteExpiredAttempts } from './throttle.ts';

export const accessJobs = {
  deleteEndedSessions: { run: ({ pool }) => deleteEndedSessions(pool), schedule: nightly },
  deleteExpiredAttempts: { run: ({ pool }) => deleteExpiredAttempts(pool), schedule: nightly },
  deleteExpiredGuesses: { run: ({ pool }) => deleteExpiredGuesses(pool), schedule: nightly },
} satisfies Jobs;
