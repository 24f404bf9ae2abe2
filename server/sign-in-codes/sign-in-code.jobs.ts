import { nightly, type Jobs } from '../jobs/job.ts';
import { deleteExpiredSignInCodes, mailSignInCode, type SignInCodeRequest } from './sign-in-code.service.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      mailSignInCode: SignInCodeRequest;
    }
  }
}

export const signInCodeJobs = {
  mailSignInCode: { run: mailSignInCode },
  deleteExpiredSignInCodes: { run: deleteExpiredSignInCodes, schedule: nightly },
} satisfies Jobs;
