import type { Jobs } from '../jobs/job.ts';
import type { Portal } from '../portal.ts';
import { sendMail, type EmailWriter } from './outbox.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      sendMail: { tenantId: string; deliveryId: string };
    }
  }
}

export const mailJobs = (writeEmail: EmailWriter) =>
  ({
    sendMail: {
      run: (portal: Portal, payload: GraphileWorker.Tasks['sendMail']) => sendMail(portal, writeEmail, payload),
    },
  }) satisfies Jobs;
