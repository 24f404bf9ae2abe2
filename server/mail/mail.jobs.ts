import { tenantScope } from '../access/scope.ts';
import type { Jobs } from '../jobs/job.ts';
import type { Portal } from '../portal.ts';
import { sendDigest } from './digest.ts';
import { addEventTask, addSendTask, publishMails } from './mail-task.ts';
import type { EmailWriter } from './outgoing-email.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      /** Enqueued by servers of an earlier version. */
      mailEvent: { tenantId: string; sequence: number };
      /** Enqueued by servers of an earlier version. */
      sendMail: { tenantId: string; deliveryId: string };
      sendDigest: { tenantId: string; userId: string };
    }
  }
}

export const mailJobs = (writeEmail: EmailWriter) =>
  ({
    mailEvent: {
      run: ({ pool }: Portal, { tenantId, sequence }: GraphileWorker.Tasks['mailEvent']) =>
        addEventTask(pool, tenantId, sequence),
    },
    sendMail: {
      run: (portal: Portal, { tenantId, deliveryId }: GraphileWorker.Tasks['sendMail']) =>
        portal.write(tenantScope(tenantId), async (entityManager) => {
          await addSendTask(entityManager, { tenantId, deliveryId, recipient: deliveryId });
          publishMails(entityManager);
        }),
    },
    sendDigest: {
      run: (portal: Portal, payload: GraphileWorker.Tasks['sendDigest']) => sendDigest(portal, writeEmail, payload),
    },
  }) satisfies Jobs;
