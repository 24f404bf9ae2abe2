import { liveGoals, type LiveFigures } from './live.ts';
import type { Figures } from './rounds.ts';

export interface WorkloadResult {
  id: string;
  title: string;
  goal: number;
  ratio: number;
  portal: Figures;
  baseline: Figures;
}

export interface GrowthResult {
  id: string;
  title: string;
  factor: number;
  goal: number;
  ratio: number;
  small: Figures;
  large: Figures;
}

export interface BenchResult {
  at: string;
  node: string;
  processor: string;
  /** A quick run is too short to compare with the goals. */
  judged: boolean;
  dataset: { tenants: number; customersPerTenant: number };
  workloads: WorkloadResult[];
  live: LiveFigures[];
  growth: GrowthResult[];
}

const whole = (value: number) => value.toFixed(0);
const tenths = (value: number) => value.toFixed(1);
const hundredths = (value: number) => value.toFixed(2);
const mebibytes = (bytes: number) => `${whole(bytes / 2 ** 20)} MB`;
const cpu = (figures: Figures) => `${whole(figures.serverCpu)} + ${whole(figures.databaseCpu)}`;

/** The result as tables for a terminal. */
export function formatTables({ workloads, live, growth, judged }: BenchResult): string {
  const verdict = (reached: boolean) => (judged ? (reached ? 'reached' : 'MISSED') : '');
  const tables: string[] = [];
  if (workloads.length > 0) {
    tables.push(
      'CPU of one request in µs, server + database; times in ms at full load.',
      table(
        [
          'workload',
          '',
          'goal',
          'baseline ÷ portal',
          '',
          'portal µs',
          'baseline µs',
          'p50',
          'p95',
          'p99',
          'baseline p50',
          'p99',
          'portal /s',
          'baseline /s',
          'RSS',
          'baseline',
        ],
        workloads.map(({ id, title, goal, ratio, portal, baseline }) => [
          id,
          title,
          `≥ ${goal}`,
          hundredths(ratio),
          verdict(ratio >= goal),
          cpu(portal),
          cpu(baseline),
          tenths(portal.p50),
          tenths(portal.p95),
          tenths(portal.p99),
          tenths(baseline.p50),
          tenths(baseline.p99),
          whole(portal.perSecond),
          whole(baseline.perSecond),
          mebibytes(portal.memory),
          mebibytes(baseline.memory),
        ]),
      ),
    );
  }
  if (live.length > 0) {
    const { p99, cpu: goal, memory } = liveGoals;
    tables.push(
      `W6, all delivered once and in order. Goals at ${liveGoals.judged.subscribers} × ${liveGoals.judged.rate}/s: p99 ≤ ${p99} ms, CPU ≤ ${goal} µs a delivery, ≤ ${memory / 1_024} KB a subscriber.`,
      table(
        [
          'audience',
          'subscribers',
          'deliveries/s',
          'per event',
          'p50 ms',
          'p99 ms',
          'µs a delivery',
          'net of idle',
          'idle ms/s',
          'KB a subscriber',
          'heap KB',
          '',
        ],
        live.map((figures) => [
          figures.audience,
          whole(figures.subscribers),
          whole(figures.rate),
          whole(figures.fanOut),
          tenths(figures.report.p50),
          tenths(figures.report.p99),
          `${whole(figures.serverCpu)} + ${whole(figures.databaseCpu)}`,
          whole(figures.netCpu),
          whole(figures.idleCpu / 1_000),
          tenths(figures.memory / 1_024),
          tenths(figures.heap / 1_024),
          isJudged(figures) ? verdict(reachesGoals(figures)) : '',
        ]),
      ),
    );
  }
  if (growth.length > 0) {
    tables.push(
      `W8, the same requests with ${growth[0]!.factor} times the rows.`,
      table(
        ['workload', '', 'goal', 'cost ratio', '', 'small µs', 'large µs'],
        growth.map(({ id, title, goal, ratio, small, large }) => [
          id,
          title,
          `≤ ${goal}`,
          hundredths(ratio),
          verdict(ratio <= goal),
          cpu(small),
          cpu(large),
        ]),
      ),
    );
  }
  return tables.join('\n\n');
}

const isJudged = ({ subscribers, rate }: LiveFigures) =>
  subscribers === liveGoals.judged.subscribers && rate === liveGoals.judged.rate;

const reachesGoals = ({ report, netCpu, memory }: LiveFigures) =>
  report.p99 <= liveGoals.p99 && netCpu <= liveGoals.cpu && memory <= liveGoals.memory;

/** Text columns are aligned to the left, figures to the right. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const isText = (column: number) => head[column] === '' || column === 0;
  const line = (row: string[]) =>
    row
      .map((cell, column) => (isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** The result of one workload, printed while the bench runs. */
export const formatLine = ({ id, title, ratio, portal, baseline }: WorkloadResult): string =>
  `${id} ${title}: ${hundredths(ratio)} (portal ${cpu(portal)} µs, baseline ${cpu(baseline)} µs)`;
