import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Numbers } from '../metrics/metrics.ts';

const shortestPause = 500;
const longestPause = 30_000;

/** A process that has run this long was well: when it ends, another follows soon. */
const wellAfter = 60_000;

/** How long one may take to say what it has counted. */
const answerPatience = 2_000;

/** How long a process that was asked to stop may take. */
const stopPatience = 10_000;

interface Worker {
  stop(): Promise<void>;
  /** What it has counted; null where it does not run. */
  numbers(): Promise<Numbers | null>;
}

/**
 * Keeps a process for jobs running until stopped. It ends with this one, whichever way that ends: it notices that the
 * channel between them is gone.
 */
export function superviseWorker(environment: NodeJS.ProcessEnv): Worker {
  let stopped = false;
  let pause = shortestPause;
  let worker: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    const began = Date.now();
    worker = fork(fileURLToPath(new URL('../worker.js', import.meta.url)), { env: environment });
    worker.on('error', (error) => process.stderr.write(`The process for jobs: ${error.message}\n`));
    worker.on('exit', (code, signal) => {
      if (stopped) return;
      pause = Date.now() - began > wellAfter ? shortestPause : Math.min(2 * pause, longestPause);
      process.stderr.write(`The process for jobs ended (${signal ?? code}); another starts in ${pause} ms.\n`);
      timer = setTimeout(start, pause);
    });
  };
  start();
  const stop = async () => {
    stopped = true;
    clearTimeout(timer);
    if (!worker || worker.exitCode !== null || worker.signalCode !== null) return;
    const kill = setTimeout(() => worker!.kill('SIGKILL'), stopPatience);
    const exit = once(worker, 'exit');
    worker.kill('SIGTERM');
    await exit;
    clearTimeout(kill);
  };
  return { stop, numbers: () => (worker?.connected ? askForNumbers(worker) : Promise.resolve(null)) };
}

/** The message that asks a process for jobs for its numbers, which are the answer. */
export const numbersWanted = 'numbers';

async function askForNumbers(worker: ChildProcess): Promise<Numbers | null> {
  worker.send(numbersWanted);
  const [numbers] = (await once(worker, 'message', { signal: AbortSignal.timeout(answerPatience) })) as [Numbers];
  return numbers;
}
