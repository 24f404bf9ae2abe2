import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child.ts';
import type { BenchDatabase } from './database.ts';
import { EventWriter } from './event-writer.ts';
import { databaseCpu, otherDatabaseCpu, processCpu } from './measure.ts';
import type { Asker, People } from './people.ts';
import type { DeliveryReport, SubscriberJob } from './subscribers.ts';

/** Who listens, and so how many get each event. */
export type Audience = 'customers' | 'staff';

export interface LivePlan {
  audiences: Audience[];
  subscribers: number[];
  /** Deliveries a second: events written a second times subscribers who get each. */
  rates: number[];
  seconds: number;
}

export interface LiveFigures {
  audience: Audience;
  subscribers: number;
  rate: number;
  /** Subscribers who get one event. */
  share: number;
  deliveries: number;
  /** Microseconds of the portal and of its backends for each delivery. */
  serverCpu: number;
  databaseCpu: number;
  /** Microseconds a second for sockets through which nothing comes but the pings of the protocol. */
  idleCpu: number;
  /** Microseconds for each delivery on top of that. */
  netCpu: number;
  report: DeliveryReport;
  /** Bytes of the portal for each subscriber: of the whole process, and of live objects. */
  memory: number;
  heap: number;
}

/** Deliveries were lost, doubled or out of order. */
export class DeliveriesBroken extends Error {}

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
    id number title status priority type category customer { id name } assignee { id name role }
    messageCount lastMessageAt createdAt updatedAt viewerCanReply viewerCanClose viewerCanReopen viewerCanUpdate
  }`;

export interface LiveScene {
  portal: { child: Child; origin: string };
  postmaster: number;
  database: BenchDatabase;
  people: People;
  audience: Audience;
  subscribers: number;
}

/** W6 for one audience and number of subscribers, at all rates; `around` is called around each of these. */
export async function measureLive(
  scene: LiveScene,
  { rates, seconds }: LivePlan,
  around: <Result>(rate: number, deliver: () => Promise<Result>) => Promise<Result>,
): Promise<LiveFigures[]> {
  const { portal, database, audience, subscribers } = scene;
  const writer = await EventWriter.connect(database);
  const memory = () => portal.child.ask<NodeJS.MemoryUsage>('memory');
  try {
    // what the process takes once, for code and pools, is not the memory of subscribers
    await withListeners({ ...scene, subscribers: Math.min(warmUpSubscribers, subscribers) }, writer, async () => {});
    const before = await memory();
    return await withListeners(scene, writer, async (room) => {
      const after = await memory();
      const idle = await room.measure(() => sleep(seconds * 1_000));
      const figures: LiveFigures[] = [];
      for (const rate of rates) {
        const { spent, duration, report } = await around(rate, () => deliver(room, rate, seconds));
        figures.push({
          audience,
          subscribers,
          rate,
          share: room.share,
          deliveries: report.received,
          serverCpu: spent.server / report.received,
          databaseCpu: spent.database / report.received,
          idleCpu: (idle.spent.server + idle.spent.database) / idle.duration,
          netCpu: netOf(spent, duration, idle) / report.received,
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

interface Spent {
  server: number;
  database: number;
}

const netOf = (spent: Spent, duration: number, idle: { spent: Spent; duration: number }): number =>
  spent.server + spent.database - ((idle.spent.server + idle.spent.database) / idle.duration) * duration;

/** All subscribers of one number, listening. */
interface Room {
  listeners: Child;
  writer: EventWriter;
  tickets: string[];
  share: number;
  nextRun: () => number;
  /** CPU in microseconds of the portal and its backends while `work` runs, and how many seconds that took. */
  measure: <Result>(work: () => Promise<Result>) => Promise<{ spent: Spent; duration: number }>;
}

async function withListeners<Result>(
  scene: LiveScene,
  writer: EventWriter,
  work: (room: Room) => Promise<Result>,
): Promise<Result> {
  const { portal, postmaster, people, audience, subscribers } = scene;
  const { streams, tickets } = streamsOf(people, audience, subscribers);
  const listeners = await Child.start('./subscribers.ts');
  const cpu = (): Spent => ({
    server: processCpu(portal.child.pid),
    database: databaseCpu(postmaster) - otherDatabaseCpu(postmaster, [writer.backend]),
  });
  let run = 0;
  const room: Room = {
    listeners,
    writer,
    tickets,
    share: subscribers / streams.length,
    nextRun: () => ++run,
    async measure(measured) {
      const [started, before] = [performance.now(), cpu()];
      await measured();
      const after = cpu();
      const spent = { server: after.server - before.server, database: after.database - before.database };
      return { spent, duration: (performance.now() - started) / 1_000 };
    },
  };
  try {
    await listeners.ask('open', {
      origin: portal.origin,
      query: query.replace(/\s+/g, ' '),
      tokens: Array.from({ length: subscribers }, (_, index) => tokenOf(streams, index)),
    } satisfies SubscriberJob);
    await reachAll(room, subscribers);
    return await work(room);
  } finally {
    await listeners.ask('close').catch(() => undefined);
    await listeners.stop();
  }
}

/**
 * Customers: each subscriber another customer, so that an event has one reader. Staff: the sockets of each tenant's
 * staff share its stream, so that an event has as many readers as the tenant has sockets.
 */
function streamsOf(
  { agents, writers }: People,
  audience: Audience,
  count: number,
): { streams: Asker[][]; tickets: string[] } {
  if (audience === 'customers') {
    const chosen = writers.slice(0, count);
    return { streams: chosen.map((writer) => [writer]), tickets: chosen.map(({ ticketId }) => ticketId) };
  }
  const tenants = new Set(agents.map(({ viewer }) => viewer.tenantId));
  const streams = [...tenants].map((id) => agents.filter(({ viewer }) => viewer.tenantId === id));
  return { streams, tickets: streams.map(([agent]) => agent!.ticketId) };
}

const tokenOf = (streams: Asker[][], index: number): string => {
  const people = streams[index % streams.length]!;
  return people[Math.floor(index / streams.length) % people.length]!.token;
};

/** Writes until every subscription has begun, which the protocol does not tell. */
async function reachAll({ listeners, writer, tickets, nextRun }: Room, subscribers: number): Promise<void> {
  const run = nextRun();
  await listeners.ask('begin', run);
  for (let attempt = 0; attempt < 5; attempt++) {
    await sleep(500);
    await writer.write(tickets, tickets.length, 1_000, run);
    const reached = async () => (await listeners.ask<{ reached: number }>('progress')).reached === subscribers;
    if (await becomes(reached, 10_000)) return;
  }
  throw new DeliveriesBroken('W6: not every subscription gets events.');
}

/** Writes for a while and waits for the last delivery. Throws `DeliveriesBroken` unless each came once and in order. */
async function deliver({ listeners, writer, tickets, share, nextRun, measure }: Room, rate: number, seconds: number) {
  const events = Math.max(1, Math.round((rate / share) * seconds));
  const deliveries = events * share;
  const run = nextRun();
  await listeners.ask('begin', run);
  const measured = await measure(async () => {
    await writer.write(tickets, events, rate / share, run);
    const complete = async () => (await listeners.ask<{ received: number }>('progress')).received >= deliveries;
    await becomes(complete, 30_000);
  });
  await sleep(200);
  const report = await listeners.ask<DeliveryReport>('report');
  if (report.received !== deliveries || report.misplaced > 0) {
    throw new DeliveriesBroken(
      `W6: of ${deliveries} deliveries ${report.received} came, ${report.misplaced} of them out of order or twice.`,
    );
  }
  return { ...measured, report };
}

async function becomes(condition: () => Promise<boolean>, timeout: number): Promise<boolean> {
  const deadline = performance.now() + timeout;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await sleep(50);
  }
  return false;
}
