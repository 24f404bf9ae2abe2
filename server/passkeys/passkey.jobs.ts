import { nightly, type Jobs } from '../jobs/job.ts';
import { deleteAnsweredChallenges } from './challenge.ts';

export const passkeyJobs = {
  deleteAnsweredChallenges: { run: ({ pool }) => deleteAnsweredChallenges(pool), schedule: nightly },
} satisfies Jobs;
