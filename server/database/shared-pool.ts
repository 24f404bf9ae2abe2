import type { Pool, PoolClient } from 'pg';
import { Turns, type TurnLimits } from './turns.ts';

/** A connection on loan. */
export interface Loan {
  client: PoolClient;
  /** Gives the connection back; one with an error is thrown away. */
  release(error?: Error): void;
}

/** A pool that tenants share fairly: each takes its turn before it takes a connection. */
export class SharedPool {
  private readonly turns: Turns;

  constructor(
    readonly pool: Pool,
    limits: TurnLimits,
    /** For ending what nobody waits for any more. */
    private readonly control: Pool,
  ) {
    this.turns = new Turns(limits);
  }

  /** How many wait for a connection. */
  get queued(): number {
    return this.turns.queued + this.pool.waitingCount;
  }

  /** A connection for `tenantId`; what runs on it when `signal` is aborted is ended, in PostgreSQL too. */
  async connect(tenantId: string, signal?: AbortSignal): Promise<Loan> {
    const giveBack = await this.turns.take(tenantId, signal);
    const client = await this.pool.connect().catch((error: unknown) => {
      giveBack();
      throw error;
    });
    const end = () => this.endSession(client);
    signal?.addEventListener('abort', end);
    return {
      client,
      release: (error) => {
        signal?.removeEventListener('abort', end);
        client.release(error ?? signal?.aborted);
        giveBack();
      },
    };
  }

  /** The session as a whole: a canceled statement could by now be one of somebody else. */
  private endSession(client: PoolClient): void {
    const { processID } = client as PoolClient & { processID: number };
    // where this fails, the deadlines of the connection end it
    this.control.query('select pg_terminate_backend($1)', [processID]).catch(() => {});
  }
}
