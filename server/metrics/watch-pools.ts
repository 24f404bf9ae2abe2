import type { Pool } from 'pg';
import type { Metrics } from './metrics.ts';

/** A pool, and how many wait for their turn at it. */
export interface WatchedPool {
  pool: Pool;
  queued: () => number;
}

export function showPools(metrics: Metrics, pools: Record<string, WatchedPool>): void {
  const of = (read: (watched: WatchedPool) => number) => () =>
    Object.fromEntries(Object.entries(pools).map(([name, watched]) => [name, read(watched)]));
  metrics.gauge(
    'portal_pool_connections',
    'Connections of a pool.',
    'pool',
    of(({ pool }) => pool.totalCount),
  );
  metrics.gauge(
    'portal_pool_idle',
    'Connections of a pool that nobody uses.',
    'pool',
    of(({ pool }) => pool.idleCount),
  );
  metrics.gauge(
    'portal_pool_waiting',
    'Who waits for a connection of a pool.',
    'pool',
    of(({ queued }) => queued()),
  );
}
