import { randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Logger, run, runOnce, type RunnerOptions, type TaskList, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import type { Portal } from '../portal.ts';
import type { Jobs } from './job.ts';

const rescueInterval = 30_000;

/** Works on the jobs of the database, which several servers share; answers with how to stop. */
export async function startJobs(portal: Portal, jobs: Jobs): Promise<() => Promise<void>> {
  const lease = await holdLease(portal);
  const rescue = () =>
    rescueJobs(portal.pool).catch((error: unknown) =>
      portal.log.warn({ err: error }, 'could not look for abandoned jobs'),
    );
  await rescue();
  const timer = setInterval(() => void rescue(), rescueInterval);
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => void lease.register(workerPool.id));
  const runner = await run({
    ...options(portal, jobs),
    events,
    concurrency: 4,
    noHandleSignals: true,
    crontab: Object.entries(jobs)
      .flatMap(([name, { schedule }]) => (schedule ? `${schedule} ${name}` : []))
      .join('\n'),
  });
  return async () => {
    clearInterval(timer);
    await runner.stop();
    await lease.release();
  };
}

/** Works off everything that is due now; for tests and scripts. */
export async function settleJobs(portal: Portal, jobs: Jobs): Promise<void> {
  // a job that takes turns with another can be passed over, and how the last has ended is noted after the run
  do await runOnce(options(portal, jobs));
  while (await isSomethingLeft(portal.pool));
}

async function isSomethingLeft(pool: pg.Pool): Promise<boolean> {
  const { rowCount } = await pool.query(
    'select from graphile_worker.jobs where locked_at is not null or (run_at <= now() and attempts < max_attempts) limit 1',
  );
  return rowCount === 1;
}

function options(portal: Portal, jobs: Jobs): RunnerOptions {
  const log = portal.log.child({ part: 'jobs' });
  return {
    pgPool: portal.pool,
    taskList: Object.fromEntries(
      Object.entries(jobs).map(([name, job]) => [name, (payload: unknown) => job.run(portal, payload as never)]),
    ) as TaskList,
    logger: new Logger(
      () => (level, message) => log[level === 'warning' ? 'warn' : level === 'info' ? 'debug' : level]({ message }),
    ),
  };
}

/**
 * A lock that lives as long as this process is connected, noted beside the id its jobs are locked by: jobs of a pool
 * whose lock is gone were abandoned, by a crash or a kill, and go back to the queue.
 */
async function holdLease({ pool, log, databaseUrl }: Portal) {
  const key = randomInt(2 ** 47);
  let released = false;
  let client: pg.Client;
  const hold = async () => {
    const holding = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    holding.on('error', (error) => log.warn({ err: error }, 'lost the connection that keeps the job lease'));
    await holding.connect();
    await holding.query('select pg_advisory_lock($1)', [key]);
    client = holding;
    holding.on('end', holdAgain);
  };
  const holdAgain = () => {
    if (!released) setTimeout(() => void hold().catch(holdAgain), 1_000).unref();
  };
  await hold();
  return {
    register: (poolId: string) =>
      pool.query('insert into operations.job_pool (pool_id, lease) values ($1, $2)', [poolId, key]),
    async release() {
      released = true;
      await pool.query('delete from operations.job_pool where lease = $1', [key]);
      await client.end();
    },
  };
}

async function rescueJobs(pool: pg.Pool): Promise<void> {
  await pool.query(`
    with gone as (
      delete from operations.job_pool where pool_id in (
        select pool_id from operations.job_pool where pg_try_advisory_xact_lock(lease)
      ) returning pool_id
    ), unknown as (
      select locked_by from graphile_worker.jobs
      where locked_at < now() - interval '1 minute' and locked_by not in (select pool_id from operations.job_pool)
    )
    select graphile_worker.force_unlock_workers(array(select pool_id from gone union select locked_by from unknown))`);
}
