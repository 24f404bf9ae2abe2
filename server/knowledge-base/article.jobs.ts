import { nightly, type Jobs } from '../jobs/job.ts';
import { purgeUnusedTerms, rerenderStale } from './render-article.ts';

export const articleJobs = {
  rerenderStale: { run: rerenderStale, schedule: '*/10 * * * *' },
  purgeUnusedTerms: { run: purgeUnusedTerms, schedule: nightly },
} satisfies Jobs;
