import { jobLimits, readLimits, writeLimits, type PoolLimits } from './pools.ts';
import type { TurnLimits } from './turns.ts';

/** What a process is there for. */
export type Purpose = 'requests' | 'jobs';

interface Share<Pool> {
  pool: Pool;
  turns: TurnLimits;
}

/** The pools of one process, and what one tenant may have of each at most. */
export interface PoolPlan {
  writes: Share<PoolLimits>;
  /** Null: the pool of writes. */
  reads: Share<PoolLimits | null>;
  /** What subscriptions read with, so that events come while requests wait. */
  live: Share<PoolLimits | null>;
}

const liveConnections = 3;

/** Shares `connections` between reads and writes; what is live and the control of the database come on top. */
export function planPools(purpose: Purpose, connections: number): PoolPlan {
  if (purpose === 'jobs') {
    const turns = { total: jobLimits.connections, each: jobLimits.connections, waiting: 1_000, patience: 60_000 };
    return { writes: { pool: jobLimits, turns }, reads: { pool: null, turns }, live: { pool: null, turns } };
  }
  const forWrites = Math.max(1, Math.floor(connections * 0.4));
  const forReads = connections - forWrites;
  return {
    writes: {
      pool: { connections: forWrites, ...writeLimits },
      // writes of one tenant number its events one after the other: more at once would only wait for each other
      turns: { total: forWrites, each: Math.min(2, forWrites), waiting: 200, patience: 10_000 },
    },
    reads: {
      pool: { connections: forReads, ...readLimits },
      turns: { total: forReads, each: Math.ceil(forReads / 2), waiting: 200, patience: 4_000 },
    },
    live: {
      pool: { connections: liveConnections, ...readLimits },
      // everybody subscribes anew when a server has been restarted
      turns: { total: liveConnections, each: liveConnections - 1, waiting: 10_000, patience: 30_000 },
    },
  };
}
