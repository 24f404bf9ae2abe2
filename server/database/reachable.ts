import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { isConnectionFailure } from './failure.ts';

const retryDelay = 1_000;

/** Does `work` once the database can be reached, with a line in the log for each attempt that failed. */
export async function whenReachable<Result>(
  work: () => Promise<Result>,
  log: FastifyBaseLogger,
  signal?: AbortSignal,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted || !isConnectionFailure(error as Error)) throw error;
      const { code = 'no answer' } = error as { code?: string };
      log.warn({ attempt, code }, 'the database cannot be reached; trying again in a second');
      await sleep(retryDelay, undefined, { signal });
    }
  }
}
