import { randomInt } from 'node:crypto';
import pg from 'pg';
import type { Portal } from '../portal.ts';

const retryDelay = 1_000;

/**
 * A lock that lives as long as this process is connected, noted beside the ids its jobs are locked by: jobs of a pool
 * whose lock is gone were abandoned, by a crash or a kill, and go back to the queue.
 */
export class Lease {
  readonly key = randomInt(2 ** 47);
  private client: pg.Client | undefined;
  private released = false;

  constructor(private readonly portal: Portal) {}

  /** Takes the lock, and takes it again whenever its connection is lost. */
  async hold(): Promise<void> {
    const { log, databaseUrl } = this.portal;
    const client = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    });
    client.on('error', (error) => log.warn({ err: error }, 'lost the connection that keeps the job lease'));
    try {
      await client.connect();
      await client.query('select pg_advisory_lock($1)', [this.key]);
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
    this.client = client;
    client.on('end', () => this.holdAgain());
  }

  /** Notes that the lock speaks for the jobs of this pool. */
  async register(poolId: string): Promise<void> {
    await this.portal.pool.query(
      'insert into operations.job_pool (pool_id, lease) values ($1, $2) on conflict do nothing',
      [poolId, this.key],
    );
  }

  /** Gives back at once what the pool held; nothing of it may still be at work. */
  async giveBack(poolId: string): Promise<void> {
    await this.portal.pool.query('select graphile_worker.force_unlock_workers($1)', [[poolId]]);
    await this.portal.pool.query('delete from operations.job_pool where pool_id = $1', [poolId]);
  }

  async release(): Promise<void> {
    this.released = true;
    await this.client?.end();
  }

  private holdAgain(): void {
    if (this.released) return;
    setTimeout(() => void this.hold().catch(() => this.holdAgain()), retryDelay).unref();
  }
}

/** Gives back the jobs of processes that are no more. */
export async function rescueJobs(pool: pg.Pool): Promise<void> {
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
