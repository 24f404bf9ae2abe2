import { nightly, type Jobs } from '../jobs/job.ts';
import { deleteExpiredSessions } from './session.service.ts';

export const sessionJobs = {
  deleteExpiredSessions: { run: deleteExpiredSessions, schedule: nightly },
} satisfies Jobs;
