import type { Jobs } from '../jobs/job.ts';
import { askForFeedback } from './ask-for-feedback.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      askForFeedback: { tenantId: string; ticketId: string; heldUntil: string };
    }
  }
}

export const feedbackJobs = { askForFeedback: { run: askForFeedback } } satisfies Jobs;
