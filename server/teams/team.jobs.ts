import type { Jobs } from '../jobs/job.ts';
import { moveTickets, type TicketMove } from './move-tickets.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      moveTickets: TicketMove;
    }
  }
}

export const teamJobs = { moveTickets: { run: moveTickets } } satisfies Jobs;
