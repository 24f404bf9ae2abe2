import { existsSync, readFileSync, readdirSync } from 'node:fs';

/**
 * CPU is what the Linux scheduler counts, in microseconds. `stat` counts in ticks of 10 ms, which is too coarse for
 * twenty backends that share a few hundred milliseconds; `schedstat` counts nanoseconds, but of living processes only.
 */
export function assertMeasurable(): void {
  if (!existsSync('/proc/self/schedstat'))
    throw new Error('The bench measures CPU through /proc/<pid>/schedstat: it needs Linux.');
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** All threads of one process. */
export function processCpu(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]);
  }
  return nanoseconds / 1_000;
}

/** The fields of `/proc/<pid>/stat` after the command, which may contain spaces and brackets. */
const statOf = (pid: number): string[] => {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

const parentOf = (pid: number): number => Number(statOf(pid)[1]);

/** The postmaster of a backend of PostgreSQL. */
export const postmasterOf = parentOf;

const microsecondsPerTick = 10_000;
const isBackground =
  /^postgres: (\d+: )?(checkpointer|background writer|walwriter|autovacuum|logical replication|io worker)/;

/**
 * PostgreSQL as a whole: the postmaster, its living children (backends, writers, I/O workers), and those that have
 * ended, as the postmaster accounts for them.
 */
export function databaseCpu(postmaster: number): number {
  const [cutime, cstime] = statOf(postmaster).slice(13, 15).map(Number) as [number, number];
  const living = childrenOf(postmaster).reduce((sum, pid) => sum + backendCpu(pid), backendCpu(postmaster));
  return living + (cutime + cstime) * microsecondsPerTick;
}

/** The part of it used by background processes and the given backends. */
export const otherDatabaseCpu = (postmaster: number, backends: number[]): number =>
  childrenOf(postmaster)
    .filter((pid) => backends.includes(pid) || isBackground.test(read(`/proc/${pid}/cmdline`)))
    .reduce((sum, pid) => sum + backendCpu(pid), 0);

const backendCpu = (pid: number): number => Number(read(`/proc/${pid}/schedstat`).split(' ')[0]) / 1_000;

const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((other) => other > 0 && parentOf(other) === pid);

/** Resident memory of a process, in bytes. */
export const residentMemory = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1_024;

export const median = (values: number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export const percentile = (sorted: ArrayLike<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
