import type { Jobs } from '../jobs/job.ts';
import { reassignTickets, type Reassignment } from './reassign-tickets.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      reassignTickets: Reassignment;
    }
  }
}

export const staffJobs = { reassignTickets: { run: reassignTickets } } satisfies Jobs;
