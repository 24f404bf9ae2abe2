import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { Child, stopChildren } from './child.ts';
import { compareAnswers, compareWrites } from './compare.ts';
import { dataDirectory, startDatabase, type BenchDatabase, type BenchServer } from './database.ts';
import { fullSize, librarySize, quickLibrarySize, quickSize, scaled, type Size } from './dataset.ts';
import { measureLive, type LiveFigures, type LivePlan } from './live.ts';
import { refuseUnmeasurable } from './measure.ts';
import { findPeople, jwtSecret } from './people.ts';
import { hottest } from './profile.ts';
import { lineOf, tablesOf, type BenchResult, type GrowthResult, type WorkloadResult } from './report.ts';
import { measureInTurns, medianFigures, medianRatio, put, type Effort, type Side } from './rounds.ts';
import { requestsOf, workloads, type BenchRequest, type Workload } from './workloads.ts';

export interface BenchOptions {
  /** Only that everything works: little data, short rounds, nothing judged. */
  quick: boolean;
  /** Show what the time goes to instead of how much there is of it. */
  profile: boolean;
  /** Begin with one of these, such as `W1` or `W1a`; empty for all. */
  only: string[];
  /** By how much the data grows for W8. */
  scale: number;
}

/** What can be chosen. */
export const knownWorkloads: string[] = [...workloads.map(({ id }) => id), 'W6', 'W8'];

const growthGoal = 1.3;
const poolSize = '20';

const fullEffort: Effort = { rounds: 5, seconds: 3, warmUpSeconds: 2, connections: 10 };
const growthEffort: Effort = { ...fullEffort, rounds: 3, seconds: 2 };
const quickEffort: Effort = { rounds: 1, seconds: 0.5, warmUpSeconds: 0.3, connections: 10 };
const profileSeconds = 8;

const fullLive: LivePlan = {
  audiences: ['customers', 'staff'],
  subscribers: [1_000, 5_000],
  rates: [500, 2_000],
  // the pings of idle sockets come every 12 seconds, and all at about the same time
  seconds: 12,
};
const quickLive: LivePlan = { audiences: ['customers', 'staff'], subscribers: [40], rates: [200], seconds: 1 };

const fullPeople = { agents: 100, busyCustomers: 400, writers: 5_000, readers: 400 };

let stopDatabase: (() => Promise<void>) | undefined;

/** Ends everything the bench has started, whatever it is doing. */
export async function stopBench(): Promise<void> {
  await stopChildren();
  await stopDatabase?.();
}

export async function runBench(options: BenchOptions, say: (line: string) => void): Promise<void> {
  refuseUnmeasurable();
  await mkdir(dataDirectory, { recursive: true });
  const database = await startDatabase(say);
  stopDatabase = database.stop;
  const bench = new Bench(options, database, await Child.start('./load.ts'), say);
  try {
    if (options.profile) await bench.profile();
    else await bench.measure();
  } finally {
    await stopBench();
  }
}

class Bench {
  private readonly options: BenchOptions;
  private readonly database: BenchServer;
  private readonly load: Child;
  private readonly say: (line: string) => void;
  private readonly size: Size;
  private readonly effort: Effort;

  constructor(options: BenchOptions, database: BenchServer, load: Child, say: (line: string) => void) {
    this.options = options;
    this.database = database;
    this.load = load;
    this.say = say;
    this.size = options.quick ? quickSize : fullSize;
    this.effort = options.quick ? quickEffort : fullEffort;
  }

  async measure(): Promise<void> {
    const result: BenchResult = {
      at: new Date().toISOString(),
      node: process.version,
      processor: `${cpus().length} × ${cpus()[0]!.model}`,
      judged: !this.options.quick,
      dataset: this.size,
      workloads: [],
      live: [],
      growth: [],
    };
    try {
      for (const kind of ['reads', 'library', 'writes'] as const) {
        const chosen = workloads.filter((workload) => kindOf(workload) === kind && this.wants(workload.id));
        if (chosen.length > 0) result.workloads.push(...(await this.measureWorkloads(chosen, kind)));
      }
      if (this.wants('W6')) await this.measureLive((figures) => result.live.push(...figures));
      if (this.wants('W8')) result.growth.push(...(await this.measureGrowth()));
    } finally {
      // also what was measured before something broke
      if (result.workloads.length + result.live.length + result.growth.length > 0) await this.tell(result);
    }
  }

  private async tell(result: BenchResult): Promise<void> {
    const file = `${dataDirectory}${this.options.quick ? 'quick-result' : 'result'}.json`;
    await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
    this.say(`\n${tablesOf(result)}\n\n${file}`);
  }

  /** What the portal does during each chosen workload. */
  async profile(): Promise<void> {
    for (const workload of workloads.filter(({ id }) => this.wants(id))) {
      const database = await this.databaseFor(kindOf(workload));
      const requests = requestsOf(workload, await findPeople(database, fullPeople));
      const portal = await this.startPortal(database, !workload.writes);
      const side = sideOf('ours', portal, requests);
      await put(this.load, side, this.effort.warmUpSeconds, this.effort.connections);
      await this.profiled(portal, `${workload.id} ${workload.title}`, () =>
        put(this.load, side, this.options.quick ? 1 : profileSeconds, this.effort.connections),
      );
      await portal.child.stop();
    }
    if (this.wants('W6')) await this.measureLive(() => {});
  }

  private async profiled<Result>({ child }: Server, title: string, work: () => Promise<Result>): Promise<Result> {
    if (!this.options.profile) return work();
    const file = `${dataDirectory}${title.replace(/\W+/g, '-')}.cpuprofile`;
    await child.ask('startProfile');
    const result = await work();
    await child.ask('stopProfile', file);
    this.say([`\n${title} (${file})`, ...(await hottest(file))].join('\n'));
    return result;
  }

  private wants(id: string): boolean {
    const { only, profile } = this.options;
    if (only.length === 0) return !profile || id === 'W1a';
    return only.some((chosen) => id.startsWith(chosen));
  }

  private databaseFor(kind: Kind): Promise<BenchDatabase> {
    if (kind === 'library') return this.database.dataset(this.options.quick ? quickLibrarySize : librarySize);
    return kind === 'writes' ? this.database.scratchCopy(this.size) : this.database.dataset(this.size);
  }

  /**
   * Mails are made by jobs after the answer, in the same process: while messages are written they are left in the queue
   * on both sides, so that what is measured is the message and that a mail is owed, not the making of mails.
   */
  private async measureWorkloads(chosen: Workload[], kind: Kind): Promise<WorkloadResult[]> {
    const writes = kind === 'writes';
    const database = await this.databaseFor(kind);
    const portal = await this.startPortal(database, !writes);
    const floor = await this.startFloor(database);
    const results: WorkloadResult[] = [];
    for (const workload of chosen) {
      // anew for each: tokens live a quarter of an hour
      const requests = requestsOf(workload, await findPeople(database, fullPeople));
      const ends = { portal: portal.origin, floor: floor.origin };
      if (writes) await compareWrites(workload, requests, ends, database);
      else await compareAnswers(workload, requests, ends);
      const [floors, ours] = [sideOf('floor', floor, requests), sideOf('ours', portal, requests)] as const;
      const figures = await measureInTurns(this.load, this.database.postmaster, [floors, ours], this.effort);
      const { id, title, goal } = workload;
      const result = {
        id,
        title,
        goal,
        ratio: medianRatio(figures.get(floors)!, figures.get(ours)!),
        ours: medianFigures(figures.get(ours)!),
        floor: medianFigures(figures.get(floors)!),
      };
      this.say(lineOf(result));
      results.push(result);
    }
    await Promise.all([portal.child.stop(), floor.child.stop()]);
    return results;
  }

  private async measureLive(found: (figures: LiveFigures[]) => void): Promise<void> {
    const plan = this.options.quick ? quickLive : fullLive;
    const database = await this.databaseFor('writes');
    for (const audience of plan.audiences) {
      for (const subscribers of plan.subscribers) {
        const people = await findPeople(database, fullPeople);
        const portal = await this.startPortal(database, true);
        const scene = { portal, postmaster: this.database.postmaster, database, people, audience, subscribers };
        const measured = await measureLive(scene, plan, (rate, deliver) =>
          this.profiled(portal, `W6 ${audience} ${subscribers} at ${rate} a second`, deliver),
        );
        for (const { rate, report, netCpu } of measured) {
          this.say(
            `W6 ${audience}, ${subscribers} × ${rate}/s: p99 ${report.p99.toFixed(1)} ms, ${netCpu.toFixed(0)} µs a delivery`,
          );
        }
        found(measured);
        await portal.child.stop();
      }
    }
  }

  private async measureGrowth(): Promise<GrowthResult[]> {
    const { quick, scale } = this.options;
    const factor = quick ? Math.min(scale, 3) : scale;
    const [small, large] = [
      await this.database.dataset(this.size),
      await this.database.dataset(scaled(this.size, factor)),
    ];
    const [smallPortal, largePortal] = [await this.startPortal(small, true), await this.startPortal(large, true)];
    const results: GrowthResult[] = [];
    for (const workload of workloads.filter((each) => kindOf(each) === 'reads')) {
      const few = sideOf('ours', smallPortal, requestsOf(workload, await findPeople(small, fullPeople)));
      const many = sideOf('ours', largePortal, requestsOf(workload, await findPeople(large, fullPeople)));
      const effort = quick ? quickEffort : growthEffort;
      const figures = await measureInTurns(this.load, this.database.postmaster, [few, many], effort);
      const ratio = medianRatio(figures.get(many)!, figures.get(few)!);
      this.say(`W8 ${workload.id} with ${factor} times the rows: ${ratio.toFixed(2)}`);
      results.push({
        id: workload.id,
        title: workload.title,
        factor,
        goal: growthGoal,
        ratio,
        small: medianFigures(figures.get(few)!),
        large: medianFigures(figures.get(many)!),
      });
    }
    await Promise.all([smallPortal.child.stop(), largePortal.child.stop()]);
    return results;
  }

  private startPortal({ portalUrl }: BenchDatabase, runJobs: boolean): Promise<Server> {
    return startServer(
      './ours.ts',
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
        BENCH_RUN_JOBS: String(runJobs),
      },
      ['--enable-source-maps', '--expose-gc'],
    );
  }

  private startFloor({ superuserUrl }: BenchDatabase): Promise<Server> {
    return startServer('./floor.ts', { DATABASE_URL: superuserUrl, DATABASE_POOL: poolSize, JWT_SECRET: jwtSecret });
  }
}

/** What a workload is put to: the dataset, the tenant with very many articles, or a copy to write to. */
type Kind = 'reads' | 'library' | 'writes';

const kindOf = ({ writes, library }: Workload): Kind => (library ? 'library' : writes ? 'writes' : 'reads');

interface Server {
  child: Child;
  origin: string;
}

async function startServer(file: string, env: Record<string, string>, options?: string[]): Promise<Server> {
  const child = await Child.start(file, env, options);
  return { child, origin: `http://127.0.0.1:${await child.ask<number>('port')}` };
}

const sideOf = (name: 'ours' | 'floor', { child, origin }: Server, requests: BenchRequest[]): Side => ({
  name,
  pid: child.pid,
  origin,
  requests: requests.map(({ token, portal, floor }) => ({ token, ...(name === 'ours' ? portal : floor) })),
});
