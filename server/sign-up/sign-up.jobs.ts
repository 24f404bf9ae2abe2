import type { Jobs } from '../jobs/job.ts';
import { mailSignUp, type SignUpRequest } from './sign-up.service.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      mailSignUp: SignUpRequest;
    }
  }
}

export const signUpJobs = { mailSignUp: { run: mailSignUp } } satisfies Jobs;
