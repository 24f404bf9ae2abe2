import { nightly, type Jobs } from '../jobs/job.ts';
import { enqueueEventEmails } from './notification.emails.ts';
import { deleteOldNotifications } from './retention.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      /** Enqueued by `record`. */
      mailEvent: { tenantId: string; sequence: number };
    }
  }
}

export const notificationJobs = {
  mailEvent: { run: enqueueEventEmails },
  deleteOldNotifications: { run: deleteOldNotifications, schedule: nightly },
} satisfies Jobs;
