import type { Jobs } from '../jobs/job.ts';
import type { Portal } from '../portal.ts';
import { sendDigest } from './digest.ts';
import { sendMail } from './outbox.ts';
import type { EmailWriter } from './outgoing-email.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      sendMail: { tenantId: string; deliveryId: string };
      sendDigest: { tenantId: string; userId: string };
    }
  }
}

export const mailJobs = (writeEmail: EmailWriter) =>
  ({
    sendMail: {
      run: (portal: Portal, payload: GraphileWorker.Tasks['sendMail']) => sendMail(portal, writeEmail, payload),
    },
    sendDigest: {
      run: (portal: Portal, payload: GraphileWorker.Tasks['sendDigest']) => sendDigest(portal, writeEmail, payload),
    },
  }) satisfies Jobs;
