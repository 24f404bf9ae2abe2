import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobName, JobPayload } from './tasks.ts';

/** Jobs that take turns, over all servers: pictures, unpacked, take more memory than anything else. */
const queues: Partial<Record<JobName, string>> = { makeThumbnail: 'pictures' };

/** Owes a job from this transaction's commit on, or not at all. A second job with the same key replaces the first. */
export async function addJob<Name extends JobName>(
  entityManager: EntityManager,
  name: Name,
  payload: JobPayload<Name>,
  key: string,
): Promise<void> {
  await entityManager.execute('select graphile_worker.add_job(?, ?::json, job_key => ?, queue_name => ?)', [
    name,
    JSON.stringify(payload),
    `${name}/${key}`,
    queues[name] ?? null,
  ]);
}
