import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Milliseconds between two looks at the memory. */
const interval = 1_000;

/** The share of an interval that may be work, for the process to count as idle. */
const idle = 0.1;

/** Bytes the process may have grown by before it is worth collecting. */
const growth = 48 * 1024 * 1024;

/**
 * Collects garbage once a burst of work is over. Left to itself V8 keeps what a burst took until it needs it again, so that
 * a server which was busy for a minute has several hundred megabytes for days.
 */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let lowest = 0;
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    // pages are returned some time after they were collected
    lowest = Math.min(lowest, process.memoryUsage.rss());
    if (utilization > idle || process.memoryUsage.rss() < lowest + growth) return;
    collect();
    lowest = process.memoryUsage.rss();
  }, interval);
  timer.unref();
}
