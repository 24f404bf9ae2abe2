import pg from 'pg';
import { PortalClient, type PortalClientConfig } from './client.ts';

/** The bounds of one pool; times are in milliseconds. */
export interface PoolLimits {
  connections: number;
  /** Waiting for a connection. */
  connect: number;
  /** One statement; PostgreSQL itself ends it. */
  statement: number;
  /** One transaction; where PostgreSQL does not answer the connection is destroyed. */
  transaction: number;
  /** Waiting for a row that another transaction holds, or for an advisory lock. */
  lock: number;
  /** Whether a commit waits for the disk; what writes nothing need not. */
  isDurable?: boolean;
}

/** For people who wait: 5 seconds for a read, 10 for a write. */
export const readLimits = { connect: 2_000, statement: 5_000, transaction: 5_500, lock: 2_000 };
export const writeLimits = { connect: 2_000, statement: 9_000, transaction: 10_000, lock: 3_000 };

/** A probe of the database, ending what nobody waits for, and publishing: none waits behind anything else. */
export const controlLimits: PoolLimits = {
  connections: 2,
  connect: 800,
  statement: 800,
  transaction: 900,
  lock: 500,
  isDurable: false,
};

/** Jobs, for which nobody waits. */
export const jobLimits: PoolLimits = {
  connections: 10,
  connect: 10_000,
  statement: 30_000,
  transaction: 60_000,
  lock: 10_000,
};

/** What every pool of the portal has in common. */
export function poolOptions(limits: PoolLimits): pg.PoolConfig {
  const client: PortalClientConfig = { deadline: limits.transaction };
  return {
    ...client,
    Client: PortalClient,
    max: limits.connections,
    pipeline: true,
    connectionTimeoutMillis: limits.connect,
    statement_timeout: limits.statement,
    lock_timeout: limits.lock,
    idle_in_transaction_session_timeout: limits.transaction,
    // statements are prepared once and many: planning each time would cost more than running it
    options: `-c timezone=UTC -c plan_cache_mode=force_generic_plan -c jit=off${limits.isDurable === false ? ' -c synchronous_commit=off' : ''}`,
  };
}

/** A pool below which there is no ORM. */
export function openPool(connectionString: string, limits: PoolLimits, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ ...poolOptions(limits), connectionString });
  pool.on('error', onError);
  // while a connection is on loan nobody else listens, and its statements fail anyway
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}
