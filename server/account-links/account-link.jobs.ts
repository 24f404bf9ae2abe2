import { nightly, type Jobs } from '../jobs/job.ts';
import { deleteExpiredLinks, mailPasswordReset } from './account-link.service.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      mailPasswordReset: { tenantId: string; email: string; linkId: string; requestedAt: string };
    }
  }
}

export const accountLinkJobs = {
  mailPasswordReset: { run: mailPasswordReset },
  deleteExpiredLinks: { run: deleteExpiredLinks, schedule: nightly },
} satisfies Jobs;
