import { nightly, type Jobs } from '../jobs/job.ts';
import { mailEvent } from './notification.emails.ts';
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
  mailEvent: { run: mailEvent },
  deleteOldNotifications: { run: deleteOldNotifications, schedule: nightly },
} satisfies Jobs;
