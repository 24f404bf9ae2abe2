import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '../support/client.ts';
import { demoPassword, startBuiltPortal, type BuiltPortal } from '../support/built-portal.ts';
import { writeLongThreads } from '../support/long-threads.ts';
import { openSlowMailbox } from '../support/slow-mailbox.ts';
import type { Attack } from './attack.ts';
import type { Order } from './attack-process.ts';
import type { Role, Target } from './attacker.ts';
import type { Outcome } from './tally.ts';

/** Milliseconds of the median and of the slowest in a hundred. */
interface Latency {
  p50: number;
  p99: number;
}

/** What an attack did to the portal and to a customer of another tenant. */
export interface Effect {
  who: Attack['who'];
  what: string;
  outcome: Outcome;
  quiet: Record<'read' | 'write', Latency>;
  meanwhile: Record<'read' | 'write', Latency>;
  /** Answers that the bystander did not get. */
  failed: number;
  /** Milliseconds of the slowest `/livez`; infinite where one was not 200. */
  slowestLivez: number;
  /** Bytes above the memory of the idle server: at most, and when it was left alone again. */
  memory: { most: number; after: number };
  alive: boolean;
}

/** A portal with 512 MB of heap that is attacked from another process, while a customer of another tenant uses it. */
export interface AbusedPortal {
  attack(attack: Attack, seconds: number): Promise<Effect>;
  stop(): Promise<void>;
}

const warmUpRequests = 750;

/** Milliseconds the server has to give memory back, and how many bytes more than the idle one it may have then. */
const recovery = 10_000;
export const nearIdle = 250 * 1024 * 1024;

/** `quietRequests` of the bystander come before each attack, to compare with. */
export async function startAbusedPortal(quietRequests: number): Promise<AbusedPortal> {
  const mailbox = await openSlowMailbox();
  mailbox.delay = 0;
  const portal = await startBuiltPortal({ smtpUrl: mailbox.url, nodeOptions: ['--max-old-space-size=512'] });
  const [tenant, otherTenant] = [...new Set(portal.users.map((user) => user.tenant))] as [string, string];
  // a customer whose messages fill 60 MB
  await writeLongThreads(portal.asSuperuser, {
    tenant,
    email: portal.users.find((user) => user.tenant === tenant && user.role === 'CUSTOMER')!.email,
    tickets: 120,
    title: 'A long thread',
    body: `repeat('word' || n || ' ', 700)`,
    betweenTickets: '0',
    betweenMessages: '1 millisecond',
  });
  const signIn = (of: string, role: Role) =>
    Client.signIn(
      portal.origin,
      of,
      portal.users.find((user) => user.tenant === of && user.role === role)!.email,
      demoPassword,
    );
  const bystander = await signIn(otherTenant, 'CUSTOMER');
  const bystanderTicket = await bystander.openTicket();
  const customer = await signIn(tenant, 'CUSTOMER');
  const ticketId = await customer.openTicket();
  const categoryId = await customer.category();
  const use = () => useQuietly(bystander, bystanderTicket);
  await repeat(use, (count) => count < warmUpRequests);
  // until it has given back what starting took
  await sleep(5_000);
  const idle = portal.memory();

  return {
    async attack({ who, what }, seconds) {
      const target: Target = {
        origin: portal.origin,
        tenant,
        tokens: {
          CUSTOMER: (await signIn(tenant, 'CUSTOMER')).accessToken,
          AGENT: (await signIn(tenant, 'AGENT')).accessToken,
          ADMIN: (await signIn(tenant, 'ADMIN')).accessToken,
        },
        ticketId,
        categoryId,
      };
      const quiet = await repeat(use, (count) => count < quietRequests);
      const watch = watchPortal(portal);
      const attacker = startAttacker();
      const ended = Promise.race([
        once(attacker, 'message') as Promise<[Outcome]>,
        once(attacker, 'exit').then(() => Promise.reject(new Error('the attacker ended'))),
      ]);
      let isOver = false;
      attacker.send({ what, target, seconds } satisfies Order);
      const settled = Promise.allSettled([ended]).finally(() => (isOver = true));
      const meanwhile = await repeat(use, () => !isOver);
      await settled;
      const [outcome] = await ended;
      const { most, slowestLivez } = await watch.end();
      const after = await untilLow(portal, idle);
      return {
        who,
        what,
        outcome,
        quiet: quiet.latency,
        meanwhile: meanwhile.latency,
        failed: meanwhile.failed,
        slowestLivez,
        memory: { most: most - idle, after: after - idle },
        alive: portal.isAlive() && portal.workerEnds() === 0,
      };
    },
    async stop() {
      await portal.stop();
      await mailbox.stop();
    },
  };
}

/** A process that begins with an order, on another core than the first. */
function startAttacker(): ChildProcess {
  const file = fileURLToPath(new URL('./attack-process.ts', import.meta.url));
  return process.platform === 'linux'
    ? spawn('taskset', ['--cpu-list', String(availableParallelism() - 1), process.execPath, file], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
    : fork(file);
}

type Kind = 'read' | 'write';

/** Eight reads and two writes of a person, with a moment between them. */
async function useQuietly(client: Client, ticketId: string): Promise<{ kind: Kind; failed: boolean; time: number }[]> {
  const done: { kind: Kind; failed: boolean; time: number }[] = [];
  for (const kind of ['read', 'read', 'write', 'read', 'read'] as const) {
    const began = performance.now();
    const failed = await (kind === 'read' ? client.list() : client.write(ticketId, 'How is it going?')).then(
      () => false,
      (error) => {
        console.error('bystander:', String(error));
        return true;
      },
    );
    done.push({ kind, failed, time: performance.now() - began });
    // as many writes as one user may send
    await sleep(40);
  }
  return done;
}

async function repeat(use: () => ReturnType<typeof useQuietly>, goesOn: (count: number) => boolean) {
  const all: Awaited<ReturnType<typeof useQuietly>> = [];
  while (goesOn(all.length)) all.push(...(await use()));
  const latencyOf = (kind: Kind): Latency => {
    const times = all
      .filter((one) => one.kind === kind)
      .map(({ time }) => time)
      .toSorted((one, other) => one - other);
    const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))]! * 10) / 10;
    return { p50: at(0.5), p99: at(0.99) };
  };
  return {
    latency: { read: latencyOf('read'), write: latencyOf('write') },
    failed: all.filter(({ failed }) => failed).length,
  };
}

function watchPortal({ origin, memory }: BuiltPortal): {
  end(): Promise<{ most: number; slowestLivez: number }>;
} {
  const ending = new AbortController();
  let most = 0;
  let slowestLivez = 0;
  const watching = (async () => {
    while (!ending.signal.aborted) {
      most = Math.max(most, memory());
      const began = performance.now();
      const response = await fetch(`${origin}/livez`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
      slowestLivez = Math.max(slowestLivez, response?.ok ? Math.round(performance.now() - began) : Infinity);
      await sleep(50);
    }
  })();
  return {
    async end() {
      ending.abort();
      await watching;
      return { most, slowestLivez };
    },
  };
}

/** The memory of the server once it is near that of the idle one again, or after a while. */
async function untilLow({ memory }: BuiltPortal, idle: number): Promise<number> {
  const deadline = Date.now() + recovery;
  let lowest = Infinity;
  while (Date.now() < deadline && lowest > idle + nearIdle) {
    lowest = Math.min(lowest, memory());
    await sleep(200);
  }
  return lowest;
}
