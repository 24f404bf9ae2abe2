import { nightly, type Jobs } from '../jobs/job.ts';
import { deleteOldEvents } from './retention.ts';

export const eventJobs = {
  deleteOldEvents: { run: deleteOldEvents, schedule: nightly },
} satisfies Jobs;
