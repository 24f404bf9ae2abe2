import { nightly, type Jobs } from '../jobs/job.ts';
import { deleteOldEvents, forgetOrigins } from './retention.ts';

export const eventJobs = {
  forgetOrigins: { run: forgetOrigins, schedule: nightly },
  deleteOldEvents: { run: deleteOldEvents, schedule: nightly },
} satisfies Jobs;
