import type { BenchDatabase } from './database.ts';
import { dataDirectory } from './database.ts';
import { jwtSecret } from './people.ts';
import type { Side } from './rounds.ts';
import { Worker } from './worker.ts';
import type { BenchRequest } from './workloads.ts';

const poolSize = '20';

/** A server in a process of its own. */
export interface Server {
  worker: Worker;
  origin: string;
}

async function startServer(file: string, env: Record<string, string>, options?: string[]): Promise<Server> {
  const worker = await Worker.start(file, env, options);
  return { worker, origin: `http://127.0.0.1:${await worker.call<number>('port')}` };
}

export const startPortal = ({ portalUrl }: BenchDatabase, runJobs: boolean): Promise<Server> =>
  startServer(
    './portal-process.ts',
    {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: 'http://bench.localhost',
      DATABASE_URL: portalUrl,
      DATABASE_POOL: poolSize,
      DATA_DIR: `${dataDirectory}portal`,
      JWT_SECRET: jwtSecret,
      LOG_LEVEL: 'error',
      TRUST_PROXY: 'true',
      BENCH_RUN_JOBS: String(runJobs),
    },
    ['--enable-source-maps', '--expose-gc'],
  );

export const startBaseline = ({ superuserUrl }: BenchDatabase): Promise<Server> =>
  startServer('./baseline-process.ts', {
    DATABASE_URL: superuserUrl,
    DATABASE_POOL: poolSize,
    JWT_SECRET: jwtSecret,
  });

const sideOf = (name: 'portal' | 'baseline', { worker, origin }: Server, requests: BenchRequest[]): Side => ({
  name,
  pid: worker.pid,
  origin,
  requests: requests.map((request) => ({ token: request.token, ...request[name] })),
});

export const portalSide = (server: Server, requests: BenchRequest[]) => sideOf('portal', server, requests);
export const baselineSide = (server: Server, requests: BenchRequest[]) => sideOf('baseline', server, requests);
