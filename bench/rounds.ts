import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.ts';
import type { LoadJob, LoadResult } from './load.ts';
import { databaseCpu, median, processCpu, residentMemory } from './measure.ts';

/** How long and how often is measured, and with how many connections at once. */
export interface Effort {
  rounds: number;
  seconds: number;
  warmUpSeconds: number;
  connections: number;
}

/** One of those that are compared. */
export interface Side {
  name: string;
  pid: number;
  origin: string;
  requests: LoadJob['requests'];
}

/** What one request costs; CPU in microseconds, times in milliseconds, memory in bytes. */
export interface Figures {
  serverCpu: number;
  databaseCpu: number;
  p50: number;
  p95: number;
  p99: number;
  perSecond: number;
  memory: number;
}

export const totalCpu = (figures: Figures): number => figures.serverCpu + figures.databaseCpu;

/** Rounds that take turns between the sides, so that what else happens on the machine meets all of them. */
export async function measureInTurns(
  load: Child,
  postmaster: number,
  sides: Side[],
  effort: Effort,
): Promise<Map<Side, Figures[]>> {
  const figures = new Map(sides.map((side) => [side, [] as Figures[]]));
  for (const side of sides) await put(load, side, effort.warmUpSeconds, effort.connections);
  for (let round = 0; round < effort.rounds; round++) {
    for (const side of sides) figures.get(side)!.push(await measure(load, postmaster, side, effort));
  }
  return figures;
}

export async function put(
  load: Child,
  { name, origin, requests }: Side,
  seconds: number,
  connections: number,
): Promise<LoadResult> {
  const result = await load.ask<LoadResult>('run', { origin, requests, connections, seconds } satisfies LoadJob);
  // the server still works on what was under way when the load ended
  await sleep(300);
  if (result.failed > 0)
    throw new Error(`${name}: ${result.failed} of ${result.requests} answers were not the expected ones.`);
  return result;
}

async function measure(
  load: Child,
  postmaster: number,
  side: Side,
  { seconds, connections }: Effort,
): Promise<Figures> {
  const server = processCpu(side.pid);
  const database = databaseCpu(postmaster);
  const { requests, p50, p95, p99, perSecond } = await put(load, side, seconds, connections);
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

/** The median over the rounds of what one side costs divided by the other. */
export const medianRatio = (dividend: Figures[], divisor: Figures[]): number =>
  median(dividend.map((figures, round) => totalCpu(figures) / totalCpu(divisor[round]!)));
