import type pg from 'pg';
import type { Due } from '../jobs/due.ts';
import { jobsDue } from '../jobs/failed.ts';
import { mailsDue } from '../mail/mail-task.ts';
import type { Metrics } from './metrics.ts';

const keptFor = 5_000;

/** What the database says of its queues and locks, asked at most every few seconds. */
export class DatabaseWatch {
  private asked: { at: number; due: Promise<Record<'jobs' | 'mails', Due>> } | undefined;

  constructor(private readonly pool: pg.Pool) {}

  queues(): Promise<Record<'jobs' | 'mails', Due>> {
    const now = Date.now();
    if (!this.asked || now - this.asked.at > keptFor) {
      const due = Promise.all([jobsDue(this.pool), mailsDue(this.pool)]).then(([jobs, mails]) => ({ jobs, mails }));
      this.asked = { at: now, due };
      // whoever comes next asks again
      due.catch(() => (this.asked = undefined));
    }
    return this.asked.due;
  }

  show(metrics: Metrics): void {
    const ofQueues = async (number: keyof Due) => {
      const { jobs, mails } = await this.queues();
      return { jobs: jobs[number], mails: mails[number] };
    };
    metrics.gauge('portal_queue_waiting', 'What waits to be done.', 'queue', () => ofQueues('waiting'));
    metrics.gauge('portal_queue_failed', 'What has failed for good.', 'queue', () => ofQueues('failed'));
    metrics.gauge('portal_queue_oldest_seconds', 'Since when the oldest that is due waits.', 'queue', () =>
      ofQueues('oldest'),
    );
    metrics.gauge('portal_database_sessions', 'Sessions at this database, by what they wait for.', 'waits_for', () =>
      readSessions(this.pool),
    );
  }
}

/** Those of the own role, where it may not see others. */
async function readSessions(pool: pg.Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ state: string; count: number }>(
    `select case when wait_event_type = 'Lock' then 'lock' when state = 'active' then 'nothing' else 'client' end as state,
       count(*)::int
     from pg_stat_activity where datname = current_database() and state is not null group by 1`,
  );
  return Object.fromEntries([['lock', 0], ...rows.map(({ state, count }) => [state, count])]);
}
