import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from './worker.ts';
import type { BenchDatabase } from './database.ts';
import { EventWriter } from './event-writer.ts';
import { databaseCpu, otherDatabaseCpu, processCpu } from './measure.ts';
import type { Caller, People } from './people.ts';
import type { Server } from './servers.ts';
import type { DeliveryReport, SubscriberJob } from './subscribers.ts';

/** Who is subscribed, and so how many subscribers an event has. */
type Audience = 'customers' | 'staff';

export interface LivePlan {
  audiences: Audience[];
  subscribers: number[];
  /** Deliveries a second: events a second times subscribers per event. */
  rates: number[];
  seconds: number;
}

export interface LiveFigures {
  audience: Audience;
  subscribers: number;
  rate: number;
  /** Subscribers per event. */
  fanOut: number;
  deliveries: number;
  /** Microseconds per delivery of the portal and of its backends. */
  serverCpu: number;
  databaseCpu: number;
  /** Microseconds a second while the sockets carry nothing but the pings of the protocol. */
  idleCpu: number;
  /** Microseconds per delivery without those of idle sockets. */
  netCpu: number;
  report: DeliveryReport;
  /** Bytes per subscriber: of the resident process, and of the heap. */
  memory: number;
  heap: number;
}

/** Deliveries were lost, repeated or out of order. */
class DeliveryError extends Error {}

export const liveGoals = { p99: 100, cpu: 60, memory: 20 * 1_024, judged: { subscribers: 5_000, rate: 500 } };

const warmUpSubscribers = 200;

/** The subscription of the web portal. */
const query = `
  subscription PortalEvents($after: String) {
    portalEvents(after: $after) {
      __typename cursor occurredAt
      ... on TicketCreated { ticket { ...State } }
      ... on MessageAdded { ticket { ...State } message { id body author { id name role } internal createdAt } }
      ... on TicketStatusChanged { from to ticket { ...State } }
    }
  }
  fragment State on Ticket {
    id number title status priority type category { id name } customer { id name } assignee { id name role }
    messageCount lastMessageAt createdAt updatedAt viewerCanReply viewerCanClose viewerCanReopen viewerCanUpdate
  }`;

export interface LiveSetup {
  portal: Server;
  postmaster: number;
  database: BenchDatabase;
  people: People;
  audience: Audience;
  subscribers: number;
}

/** W6 for one audience and number of subscribers, at all rates; each measurement is run by `around`. */
export async function measureLive(
  setup: LiveSetup,
  { rates, seconds }: LivePlan,
  around: <Result>(rate: number, deliver: () => Promise<Result>) => Promise<Result>,
): Promise<LiveFigures[]> {
  const { portal, database, audience, subscribers } = setup;
  const writer = await EventWriter.connect(database);
  const memory = () => portal.worker.call<NodeJS.MemoryUsage>('memory');
  try {
    // memory that is allocated once, for code and pools, does not count
    await withSubscriptions(
      { ...setup, subscribers: Math.min(warmUpSubscribers, subscribers) },
      writer,
      async () => {},
    );
    const before = await memory();
    return await withSubscriptions(setup, writer, async (subscriptions) => {
      const after = await memory();
      const idle = await subscriptions.measure(() => sleep(seconds * 1_000));
      const figures: LiveFigures[] = [];
      for (const rate of rates) {
        const { cpu, duration, report } = await around(rate, () => deliver(subscriptions, rate, seconds));
        figures.push({
          audience,
          subscribers,
          rate,
          fanOut: subscriptions.fanOut,
          deliveries: report.received,
          serverCpu: cpu.server / report.received,
          databaseCpu: cpu.database / report.received,
          idleCpu: cpuPerSecond(idle),
          netCpu: (cpu.server + cpu.database - cpuPerSecond(idle) * duration) / report.received,
          report,
          memory: (after.rss - before.rss) / subscribers,
          heap: (after.heapUsed + after.external - before.heapUsed - before.external) / subscribers,
        });
      }
      return figures;
    });
  } finally {
    await writer.stop();
  }
}

interface CpuTime {
  server: number;
  database: number;
}

/** CPU in microseconds of the portal and its backends during a piece of work, and how many seconds that took. */
interface Measurement {
  cpu: CpuTime;
  duration: number;
}

const cpuPerSecond = ({ cpu, duration }: Measurement) => (cpu.server + cpu.database) / duration;

/** The open subscriptions of one measurement. */
interface Subscriptions {
  /** The process that holds the sockets. */
  worker: Worker;
  writer: EventWriter;
  tickets: string[];
  fanOut: number;
  nextRun: () => number;
  measure: (work: () => Promise<void>) => Promise<Measurement>;
}

async function withSubscriptions<Result>(
  { portal, postmaster, people, audience, subscribers }: LiveSetup,
  writer: EventWriter,
  work: (subscriptions: Subscriptions) => Promise<Result>,
): Promise<Result> {
  const { streams, tickets } = streamsOf(people, audience, subscribers);
  const worker = await Worker.start('./subscribers.ts');
  const cpuTime = (): CpuTime => ({
    server: processCpu(portal.worker.pid),
    database: databaseCpu(postmaster) - otherDatabaseCpu(postmaster, [writer.backend]),
  });
  let run = 0;
  const subscriptions: Subscriptions = {
    worker,
    writer,
    tickets,
    fanOut: subscribers / streams.length,
    nextRun: () => ++run,
    async measure(measured) {
      const [started, before] = [performance.now(), cpuTime()];
      await measured();
      const after = cpuTime();
      const cpu = { server: after.server - before.server, database: after.database - before.database };
      return { cpu, duration: (performance.now() - started) / 1_000 };
    },
  };
  try {
    await worker.call('open', {
      origin: portal.origin,
      query: query.replace(/\s+/g, ' '),
      tokens: Array.from({ length: subscribers }, (_, index) => tokenOf(streams, index)),
    } satisfies SubscriberJob);
    await waitForSubscriptions(subscriptions, subscribers);
    return await work(subscriptions);
  } finally {
    await worker.call('close').catch(() => undefined);
    await worker.stop();
  }
}

/**
 * Customers: each subscriber is another customer, so that an event has one subscriber. Staff: the sockets of a tenant's
 * staff share its stream, so that an event has as many subscribers as the tenant has sockets.
 */
function streamsOf(
  { agents, writers }: People,
  audience: Audience,
  count: number,
): { streams: Caller[][]; tickets: string[] } {
  if (audience === 'customers') {
    const customers = writers.slice(0, count);
    return { streams: customers.map((customer) => [customer]), tickets: customers.map(({ ticketId }) => ticketId) };
  }
  const tenants = new Set(agents.map(({ viewer }) => viewer.tenantId));
  const streams = [...tenants].map((id) => agents.filter(({ viewer }) => viewer.tenantId === id));
  return { streams, tickets: streams.map(([agent]) => agent!.ticketId) };
}

const tokenOf = (streams: Caller[][], index: number): string => {
  const callers = streams[index % streams.length]!;
  return callers[Math.floor(index / streams.length) % callers.length]!.token;
};

/** Writes events until every subscription has received one: the protocol does not say when a subscription is active. */
async function waitForSubscriptions({ worker, writer, tickets, nextRun }: Subscriptions, count: number) {
  const run = nextRun();
  await worker.call('begin', run);
  for (let attempt = 0; attempt < 5; attempt++) {
    await sleep(500);
    await writer.write(tickets, tickets.length, 1_000, run);
    const areActive = async () => (await worker.call<{ active: number }>('progress')).active === count;
    if (await waitUntil(areActive, 10_000)) return;
  }
  throw new DeliveryError('W6: not every subscription gets events.');
}

/** Writes events for `seconds` and waits for the last delivery. Throws `DeliveryError` unless each came once, in order. */
async function deliver(
  { worker, writer, tickets, fanOut, nextRun, measure }: Subscriptions,
  rate: number,
  seconds: number,
): Promise<Measurement & { report: DeliveryReport }> {
  const events = Math.max(1, Math.round((rate / fanOut) * seconds));
  const deliveries = events * fanOut;
  const run = nextRun();
  await worker.call('begin', run);
  const measurement = await measure(async () => {
    await writer.write(tickets, events, rate / fanOut, run);
    const isComplete = async () => (await worker.call<{ received: number }>('progress')).received >= deliveries;
    await waitUntil(isComplete, 30_000);
  });
  await sleep(200);
  const report = await worker.call<DeliveryReport>('report');
  if (report.received !== deliveries || report.misplaced > 0) {
    throw new DeliveryError(
      `W6: of ${deliveries} deliveries ${report.received} came, ${report.misplaced} of them out of order or twice.`,
    );
  }
  return { ...measurement, report };
}

async function waitUntil(condition: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await sleep(50);
  }
  return false;
}
