import type pg from 'pg';
import type { Due } from './due.ts';

interface FailedJob {
  id: string;
  name: string;
  attempts: number;
  /** What the last attempt failed with, in one line. */
  error: string;
}

/** The jobs that are not tried again by themselves. */
export async function failedJobs(pool: pg.Pool): Promise<FailedJob[]> {
  const { rows } = await pool.query<FailedJob>(
    `select id, task_identifier as name, attempts, split_part(coalesce(last_error, ''), chr(10), 1) as error
     from graphile_worker.jobs where ${hasFailed} order by id`,
  );
  return rows;
}

/** Has those jobs begin anew. Answers how many. */
export async function retryFailedJobs(pool: pg.Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `select from graphile_worker.reschedule_jobs(
       array(select id from graphile_worker.jobs where ${hasFailed}), run_at => now(), attempts => 0
     )`,
  );
  return rowCount ?? 0;
}

/** What is due of the jobs. */
export async function jobsDue(pool: pg.Pool): Promise<Due> {
  const { rows } = await pool.query<Due>(
    `select count(*) filter (where locked_at is null and attempts < max_attempts)::int as waiting,
       count(*) filter (where ${hasFailed})::int as failed,
       coalesce(extract(epoch from now() - min(run_at) filter (where locked_at is null and attempts < max_attempts and run_at <= now())), 0)::float as oldest
     from graphile_worker.jobs`,
  );
  return rows[0]!;
}

const hasFailed = 'attempts >= max_attempts and locked_at is null';
