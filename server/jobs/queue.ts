import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobName, JobPayload } from './tasks.ts';

/** Owes a job from this transaction's commit on, or not at all. A second job with the same key replaces the first. */
export async function addJob<Name extends JobName>(
  entityManager: EntityManager,
  name: Name,
  payload: JobPayload<Name>,
  key: string,
): Promise<void> {
  await entityManager.execute('select graphile_worker.add_job(?, ?::json, job_key => ?)', [
    name,
    JSON.stringify(payload),
    `${name}/${key}`,
  ]);
}
