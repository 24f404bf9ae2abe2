import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Logger,
  run,
  runOnce,
  type Runner,
  type RunnerOptions,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import type pg from 'pg';
import { whenReachable } from '../database/reachable.ts';
import type { Portal } from '../portal.ts';
import type { Jobs } from './job.ts';
import { Lease, rescueJobs } from './lease.ts';

const rescueInterval = 5_000;

/** Milliseconds before a runner that ended is followed by another; doubled each time, up to the longest. */
const shortestPause = 250;
const longestPause = 4_000;

/** One run of the job library, from its start to its end. */
interface Attempt {
  runner?: Runner;
  poolId?: string;
  /** Its pool is of no account any more. */
  ended: boolean;
  /** What its jobs are doing at the moment. */
  working: Set<Promise<void>>;
  /** Ends the attempt: it can no longer be relied on. */
  fail(reason: unknown): void;
  failed: Promise<never>;
}

/** Works on the jobs of the database, which several servers share, and does not end before it is stopped. */
export class JobRunner {
  private current: Attempt | undefined;
  private readonly stopping = new AbortController();
  private keeping: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly portal: Portal,
    private readonly jobs: Jobs,
    readonly lease = new Lease(portal),
  ) {}

  async start(): Promise<void> {
    await whenReachable(() => this.lease.hold(), this.portal.log, this.stopping.signal);
    await this.rescue();
    this.timer = setInterval(() => void this.rescue(), rescueInterval);
    this.keeping = this.keep();
  }

  /**
   * The job library does not await the answers when it notes how a job has ended: where that fails, the job stays locked
   * and the rejection is nobody's. Whoever meets such a rejection brings it here.
   */
  fail(reason: unknown): void {
    this.current?.fail(reason);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.keeping;
    await this.lease.release();
  }

  /** One attempt after the other. */
  private async keep(): Promise<void> {
    const { signal } = this.stopping;
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    let pause = shortestPause;
    while (!signal.aborted) {
      const attempt = (this.current = makeAttempt());
      const began = Date.now();
      try {
        attempt.runner = await run(this.optionsOf(attempt));
        await Promise.race([attempt.runner.promise, attempt.failed, stopped]);
      } catch (error) {
        this.portal.log.warn({ err: error }, 'the job runner ended; starting another');
      }
      const ended = this.end(attempt);
      if (signal.aborted) return ended;
      pause = Date.now() - began > 2 * longestPause ? shortestPause : Math.min(2 * pause, longestPause);
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  }

  /** Stops the attempt and gives back what it held, once nothing of it is at work. */
  private async end(attempt: Attempt): Promise<void> {
    attempt.ended = true;
    const { runner, poolId, working } = attempt;
    await runner?.stop().catch(() => {});
    await Promise.allSettled(working);
    if (poolId === undefined) return;
    const giveBack = () => this.lease.giveBack(poolId);
    await this.untilDone(giveBack, 'could not give back the jobs of a runner that ended; trying again');
  }

  private async untilDone(work: () => Promise<void>, complaint: string): Promise<void> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        this.portal.log.warn({ err: error }, complaint);
        // the next server finds them by the lease
        if (this.stopping.signal.aborted) return;
        await sleep(1_000);
      }
    }
  }

  private async rescue(): Promise<void> {
    await rescueJobs(this.portal.pool).catch((error: unknown) =>
      this.portal.log.warn({ err: error }, 'could not look for abandoned jobs'),
    );
  }

  private optionsOf(attempt: Attempt): RunnerOptions {
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool: { id } }) => {
      attempt.poolId = id;
      const register = async () => {
        if (!attempt.ended) await this.lease.register(id);
      };
      void this.untilDone(register, 'could not note the lease of a job runner; trying again');
    });
    // it remembers the failure to look up the numbers of its tasks, and then never takes a job again
    events.on('worker:getJob:error', ({ error }) => attempt.fail(error));
    const count = (job: string, outcome: string) => this.portal.metrics.jobs.inc({ job, outcome });
    events.on('job:success', ({ job }) => count(job.task_identifier, 'done'));
    events.on('job:error', ({ job }) => count(job.task_identifier, 'failed'));
    return {
      ...options(this.portal, this.jobs, attempt.working),
      events,
      concurrency: 4,
      noHandleSignals: true,
      crontab: Object.entries(this.jobs)
        .flatMap(([name, { schedule }]) => (schedule ? `${schedule} ${name}` : []))
        .join('\n'),
    };
  }
}

function makeAttempt(): Attempt {
  let fail!: Attempt['fail'];
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  // it may fail when nobody waits for that any more
  failed.catch(() => {});
  return { working: new Set(), ended: false, fail, failed };
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

function options(portal: Portal, jobs: Jobs, working = new Set<Promise<void>>()): RunnerOptions {
  const log = portal.log.child({ part: 'jobs' });
  const track = async (work: Promise<void>) => {
    working.add(work);
    await work.finally(() => working.delete(work));
  };
  return {
    pgPool: portal.pool,
    taskList: Object.fromEntries(
      Object.entries(jobs).map(([name, job]) => [name, (payload: unknown) => track(job.run(portal, payload as never))]),
    ) as TaskList,
    logger: new Logger(
      () => (level, message) => log[level === 'warning' ? 'warn' : level === 'info' ? 'debug' : level]({ message }),
    ),
  };
}
