import { nightly, type Jobs } from '../jobs/job.ts';
import { deleteUnclaimed, removeOrphans } from './sweep.ts';
import { makeThumbnail } from './thumbnail.ts';

declare global {
  namespace GraphileWorker {
    interface Tasks {
      makeThumbnail: { tenantId: string; attachmentId: string };
    }
  }
}

export const attachmentJobs = {
  makeThumbnail: { run: makeThumbnail },
  deleteUnclaimed: { run: deleteUnclaimed, schedule: '43 * * * *' },
  removeOrphans: { run: removeOrphans, schedule: nightly },
} satisfies Jobs;
