import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { compareAnswers, compareWrites } from './compare.ts';
import { dataDirectory, startDatabase, type BenchDatabase, type BenchServer } from './database.ts';
import { fullSize, librarySize, quickLibrarySize, quickSize, scaled, type Size } from './dataset.ts';
import { measureLive, type LiveFigures, type LivePlan } from './live.ts';
import { assertMeasurable } from './measure.ts';
import { findPeople } from './people.ts';
import { hottest } from './profile.ts';
import { formatLine, formatTables, type BenchResult, type GrowthResult, type WorkloadResult } from './report.ts';
import { applyLoad, measureAlternately, medianFigures, medianRatio, type Effort } from './rounds.ts';
import { baselineSide, portalSide, startBaseline, startPortal, type Server } from './servers.ts';
import { stopWorkers, Worker } from './worker.ts';
import { requestsOf, workloads, type Workload } from './workloads.ts';

export interface BenchOptions {
  /** Only checks that everything works: little data, short rounds, no goals. */
  quick: boolean;
  /** Shows where the time goes instead of measuring it. */
  profile: boolean;
  /** Prefixes of workloads, such as `W1` or `W1a`; empty for all. */
  only: string[];
  /** The factor by which the data grows for W8. */
  scale: number;
}

/** What `only` can select. */
export const knownWorkloads: string[] = [...workloads.map(({ id }) => id), 'W6', 'W8'];

const growthGoal = 1.3;

const fullEffort: Effort = { rounds: 5, seconds: 3, warmUpSeconds: 2, connections: 10 };
const growthEffort: Effort = { ...fullEffort, rounds: 3, seconds: 2 };
const quickEffort: Effort = { rounds: 1, seconds: 0.5, warmUpSeconds: 0.3, connections: 10 };
const profileSeconds = 8;

const fullLive: LivePlan = {
  audiences: ['customers', 'staff'],
  subscribers: [1_000, 5_000],
  rates: [500, 2_000],
  // all idle sockets are pinged at about the same time, every 12 seconds
  seconds: 12,
};
const quickLive: LivePlan = { audiences: ['customers', 'staff'], subscribers: [40], rates: [200], seconds: 1 };

const fullPeople = { agents: 100, busyCustomers: 400, writers: 5_000, readers: 400 };

let stopDatabase: (() => Promise<void>) | undefined;

/** Stops everything the bench has started, at any time. */
export async function stopBench(): Promise<void> {
  await stopWorkers();
  await stopDatabase?.();
}

export async function runBench(options: BenchOptions, print: (line: string) => void): Promise<void> {
  assertMeasurable();
  await mkdir(dataDirectory, { recursive: true });
  const database = await startDatabase(print);
  stopDatabase = database.stop;
  const bench = new Bench(options, database, await Worker.start('./load.ts'), print);
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
  private readonly load: Worker;
  private readonly print: (line: string) => void;
  private readonly size: Size;
  private readonly effort: Effort;

  constructor(options: BenchOptions, database: BenchServer, load: Worker, print: (line: string) => void) {
    this.options = options;
    this.database = database;
    this.load = load;
    this.print = print;
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
        const selected = workloads.filter((workload) => kindOf(workload) === kind && this.isSelected(workload.id));
        if (selected.length > 0) result.workloads.push(...(await this.measureWorkloads(selected, kind)));
      }
      if (this.isSelected('W6')) await this.measureLive((figures) => result.live.push(...figures));
      if (this.isSelected('W8')) result.growth.push(...(await this.measureGrowth()));
    } finally {
      // also what was measured before a failure
      if (result.workloads.length + result.live.length + result.growth.length > 0) await this.report(result);
    }
  }

  private async report(result: BenchResult): Promise<void> {
    const file = `${dataDirectory}${this.options.quick ? 'quick-result' : 'result'}.json`;
    await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
    this.print(`\n${formatTables(result)}\n\n${file}`);
  }

  /** Prints what the portal spends its time on during each selected workload. */
  async profile(): Promise<void> {
    for (const workload of workloads.filter(({ id }) => this.isSelected(id))) {
      const database = await this.databaseFor(kindOf(workload));
      const requests = requestsOf(workload, await findPeople(database, fullPeople));
      const portal = await startPortal(database, !workload.writes);
      const side = portalSide(portal, requests);
      await applyLoad(this.load, side, this.effort.warmUpSeconds, this.effort.connections);
      await this.profiled(portal, `${workload.id} ${workload.title}`, () =>
        applyLoad(this.load, side, this.options.quick ? 1 : profileSeconds, this.effort.connections),
      );
      await portal.worker.stop();
    }
    if (this.isSelected('W6')) await this.measureLive(() => {});
  }

  private async profiled<Result>({ worker }: Server, title: string, work: () => Promise<Result>): Promise<Result> {
    if (!this.options.profile) return work();
    const file = `${dataDirectory}${title.replace(/\W+/g, '-')}.cpuprofile`;
    await worker.call('startProfile');
    const result = await work();
    await worker.call('stopProfile', file);
    this.print([`\n${title} (${file})`, ...(await hottest(file))].join('\n'));
    return result;
  }

  private isSelected(id: string): boolean {
    const { only, profile } = this.options;
    if (only.length === 0) return !profile || id === 'W1a';
    return only.some((prefix) => id.startsWith(prefix));
  }

  private databaseFor(kind: Kind): Promise<BenchDatabase> {
    if (kind === 'library') return this.database.dataset(this.options.quick ? quickLibrarySize : librarySize);
    return kind === 'writes' ? this.database.scratchCopy(this.size) : this.database.dataset(this.size);
  }

  /**
   * Emails are made by jobs after the answer, in the same process. While messages are written the jobs do not run on
   * either side, so that what is measured is the message and its outbox entry, not the making of emails.
   */
  private async measureWorkloads(selected: Workload[], kind: Kind): Promise<WorkloadResult[]> {
    const writes = kind === 'writes';
    const database = await this.databaseFor(kind);
    const portal = await startPortal(database, !writes);
    const baseline = await startBaseline(database);
    const results: WorkloadResult[] = [];
    for (const workload of selected) {
      // new tokens for each workload: they expire after a quarter of an hour
      const requests = requestsOf(workload, await findPeople(database, fullPeople));
      const origins = { portal: portal.origin, baseline: baseline.origin };
      if (writes) await compareWrites(workload, requests, origins, database);
      else await compareAnswers(workload, requests, origins);
      const sides = [baselineSide(baseline, requests), portalSide(portal, requests)] as const;
      const figures = await measureAlternately(this.load, this.database.postmaster, sides, this.effort);
      const [baselineFigures, portalFigures] = [figures.get(sides[0])!, figures.get(sides[1])!];
      const { id, title, goal } = workload;
      const result = {
        id,
        title,
        goal,
        ratio: medianRatio(baselineFigures, portalFigures),
        portal: medianFigures(portalFigures),
        baseline: medianFigures(baselineFigures),
      };
      this.print(formatLine(result));
      results.push(result);
    }
    await Promise.all([portal.worker.stop(), baseline.worker.stop()]);
    return results;
  }

  private async measureLive(onFigures: (figures: LiveFigures[]) => void): Promise<void> {
    const plan = this.options.quick ? quickLive : fullLive;
    const database = await this.databaseFor('writes');
    for (const audience of plan.audiences) {
      for (const subscribers of plan.subscribers) {
        const people = await findPeople(database, fullPeople);
        const portal = await startPortal(database, true);
        const setup = { portal, postmaster: this.database.postmaster, database, people, audience, subscribers };
        const measured = await measureLive(setup, plan, (rate, deliver) =>
          this.profiled(portal, `W6 ${audience} ${subscribers} at ${rate} a second`, deliver),
        );
        for (const { rate, report, netCpu } of measured) {
          this.print(
            `W6 ${audience}, ${subscribers} × ${rate}/s: p99 ${report.p99.toFixed(1)} ms, ${netCpu.toFixed(0)} µs a delivery`,
          );
        }
        onFigures(measured);
        await portal.worker.stop();
      }
    }
  }

  private async measureGrowth(): Promise<GrowthResult[]> {
    const { quick, scale } = this.options;
    const factor = quick ? Math.min(scale, 3) : scale;
    const small = await this.database.dataset(this.size);
    const large = await this.database.dataset(scaled(this.size, factor));
    const [smallPortal, largePortal] = [await startPortal(small, true), await startPortal(large, true)];
    const results: GrowthResult[] = [];
    for (const workload of workloads.filter((each) => kindOf(each) === 'reads')) {
      const smallSide = portalSide(smallPortal, requestsOf(workload, await findPeople(small, fullPeople)));
      const largeSide = portalSide(largePortal, requestsOf(workload, await findPeople(large, fullPeople)));
      const effort = quick ? quickEffort : growthEffort;
      const figures = await measureAlternately(this.load, this.database.postmaster, [smallSide, largeSide], effort);
      const [smallFigures, largeFigures] = [figures.get(smallSide)!, figures.get(largeSide)!];
      const ratio = medianRatio(largeFigures, smallFigures);
      this.print(`W8 ${workload.id} with ${factor} times the rows: ${ratio.toFixed(2)}`);
      results.push({
        id: workload.id,
        title: workload.title,
        factor,
        goal: growthGoal,
        ratio,
        small: medianFigures(smallFigures),
        large: medianFigures(largeFigures),
      });
    }
    await Promise.all([smallPortal.worker.stop(), largePortal.worker.stop()]);
    return results;
  }
}

/** The data of a workload: the dataset, the tenant with very many articles, or a copy that can be written to. */
type Kind = 'reads' | 'library' | 'writes';

const kindOf = ({ writes, library }: Workload): Kind => (library ? 'library' : writes ? 'writes' : 'reads');
