import type { Jobs } from '../jobs/job.ts';
import { markMissedCalls } from './missed.ts';
import { remindOfCall } from './reminder.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      remindOfCall: { tenantId: string; callRequestId: string; scheduledAt: string };
    }
  }
}

export const callRequestJobs = {
  remindOfCall: { run: remindOfCall },
  markMissedCalls: { run: markMissedCalls, schedule: '13 * * * *' },
} satisfies Jobs;
