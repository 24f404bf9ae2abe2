import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobName, JobPayload } from './tasks.ts';

/** Jobs that take turns, over all servers: pictures, unpacked, take more memory than anything else. */
const queues: Partial<Record<JobName, string>> = { makeThumbnail: 'pictures' };

/** Owes a job from this transaction's commit on, or from `runAt`, or not at all. A second job with the same key replaces the first. */
export async function addJob<Name extends JobName>(
  entityManager: EntityManager,
  name: Name,
  payload: JobPayload<Name>,
  key: string,
  runAt: Date | null = null,
): Promise<void> {
  await entityManager.execute(
    'select graphile_worker.add_job(?, ?::json, job_key => ?, queue_name => ?, run_at => ?)',
    [name, JSON.stringify(payload), `${name}/${key}`, queues[name] ?? null, runAt],
  );
}

/** Owes a job no longer, if it was owed; one that runs already goes on, once. */
export async function removeJob(entityManager: EntityManager, name: JobName, key: string): Promise<void> {
  await entityManager.execute('select graphile_worker.remove_job(?)', [`${name}/${key}`]);
}
