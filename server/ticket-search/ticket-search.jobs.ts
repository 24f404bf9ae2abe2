import type { Jobs } from '../jobs/job.ts';
import { indexTickets } from './index-tickets.ts';

export const ticketSearchJobs = {
  indexTickets: { run: indexTickets, schedule: '* * * * *' },
} satisfies Jobs;
