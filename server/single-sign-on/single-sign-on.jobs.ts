import { nightly, type Jobs } from '../jobs/job.ts';
import { deleteExpiredAttempts } from './sign-in.service.ts';

export const singleSignOnJobs = {
  deleteExpiredSingleSignOns: { run: deleteExpiredAttempts, schedule: nightly },
} satisfies Jobs;
