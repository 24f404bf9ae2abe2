import type { Jobs } from '../jobs/job.ts';
import { mailEvent, sendMail } from './mail.service.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      mailEvent: { tenantId: string; sequence: number };
      sendMail: { tenantId: string; deliveryId: string };
    }
  }
}

export const mailJobs = {
  mailEvent: { run: mailEvent },
  sendMail: { run: sendMail },
} satisfies Jobs;
