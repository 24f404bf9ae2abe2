import { nightly, type Jobs } from '../jobs/job.ts';
import { deleteOldNotifications } from './retention.ts';

export const notificationJobs = {
  deleteOldNotifications: { run: deleteOldNotifications, schedule: nightly },
} satisfies Jobs;
