import type { EntityManager } from '@mikro-orm/postgresql';

/** The names of jobs that carry a payload; each noun declares its own. */
export type JobName = keyof GraphileWorker.Tasks;

interface JobOptions {
  /** A second job of the same name and key replaces the first. */
  key: string;
  runAt?: Date;
  /** Jobs of one queue run one after the other, over all servers. */
  queue?: string;
}

/** Enqueues a job that runs once this transaction has committed, or at `runAt`. */
export async function addJob<Name extends JobName>(
  entityManager: EntityManager,
  name: Name,
  payload: GraphileWorker.Tasks[Name],
  { key, runAt, queue }: JobOptions,
): Promise<void> {
  await entityManager.execute(
    'select graphile_worker.add_job(?, ?::json, job_key => ?, queue_name => ?, run_at => ?)',
    [name, JSON.stringify(payload), `${name}/${key}`, queue ?? null, runAt ?? null],
  );
}

/** Removes a job that has not started; one that runs already finishes. */
export async function removeJob(entityManager: EntityManager, name: JobName, key: string): Promise<void> {
  await entityManager.execute('select graphile_worker.remove_job(?)', [`${name}/${key}`]);
}
