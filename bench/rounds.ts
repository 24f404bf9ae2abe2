import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from './worker.ts';
import type { LoadJob, LoadResult } from './load.ts';
import { databaseCpu, median, processCpu, residentMemory } from './measure.ts';

/** How often and how long to measure, and with how many connections. */
export interface Effort {
  rounds: number;
  seconds: number;
  warmUpSeconds: number;
  connections: number;
}

/** One of the servers that are compared. */
export interface Side {
  name: string;
  pid: number;
  origin: string;
  requests: LoadJob['requests'];
}

/** The cost of one request: CPU in microseconds, times in milliseconds, memory in bytes. */
export interface Figures {
  serverCpu: number;
  databaseCpu: number;
  p50: number;
  p95: number;
  p99: number;
  perSecond: number;
  memory: number;
}

const totalCpu = (figures: Figures): number => figures.serverCpu + figures.databaseCpu;

/** Measures the sides alternately, round by round, so that other load on the machine affects all of them. */
export async function measureAlternately(
  load: Worker,
  postmaster: number,
  sides: readonly Side[],
  effort: Effort,
): Promise<Map<Side, Figures[]>> {
  const figures = new Map(sides.map((side) => [side, [] as Figures[]]));
  for (const side of sides) await applyLoad(load, side, effort.warmUpSeconds, effort.connections);
  for (let round = 0; round < effort.rounds; round++) {
    for (const side of sides) figures.get(side)!.push(await measure(load, postmaster, side, effort));
  }
  return figures;
}

export async function applyLoad(
  load: Worker,
  { name, origin, requests }: Side,
  seconds: number,
  connections: number,
): Promise<LoadResult> {
  const result = await load.call<LoadResult>('run', { origin, requests, connections, seconds } satisfies LoadJob);
  // the server still handles the requests that were in flight at the end
  await sleep(300);
  if (result.failed > 0)
    throw new Error(`${name}: ${result.failed} of ${result.requests} answers were not the expected ones.`);
  return result;
}

async function measure(
  load: Worker,
  postmaster: number,
  side: Side,
  { seconds, connections }: Effort,
): Promise<Figures> {
  const server = processCpu(side.pid);
  const database = databaseCpu(postmaster);
  const { requests, p50, p95, p99, perSecond } = await applyLoad(load, side, seconds, connections);
  return {
    serverCpu: (processCpu(side.pid) - server) / requests,
    databaseCpu: (databaseCpu(postmaster) - database) / requests,
    p50,
    p95,
    p99,
    perSecond,
    memory: residentMemory(side.pid),
  };
}

/** The median of each figure over the rounds. */
export const medianFigures = (rounds: Figures[]): Figures =>
  Object.fromEntries(
    (Object.keys(rounds[0]!) as (keyof Figures)[]).map((name) => [name, median(rounds.map((round) => round[name]))]),
  ) as unknown as Figures;

/** The median over the rounds of the cost of one side divided by that of the other. */
export const medianRatio = (dividend: Figures[], divisor: Figures[]): number =>
  median(dividend.map((figures, round) => totalCpu(figures) / totalCpu(divisor[round]!)));
