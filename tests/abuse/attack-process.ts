import { setTimeout as sleep } from 'node:timers/promises';
import { Attacker, type Target } from './attacker.ts';
import { attacks } from './attacks.ts';

// An attacker in a process of its own: told what to do by its parent, it answers with what became of it.

/** What the parent sends. */
export interface Order {
  what: string;
  target: Target;
  seconds: number;
}

/** Milliseconds the last answers are waited for. */
const patience = 35_000;

process.once('message', (order: Order) => void carryOut(order));

async function carryOut({ what, target, seconds }: Order): Promise<void> {
  const ending = new AbortController();
  // timers of their own: a process without anything open ends, though it is still to answer
  setTimeout(() => ending.abort(), seconds * 1_000);
  const attacker = new Attacker(target, ending.signal);
  const attack = attacks.find((one) => one.what === what)!;
  const waitsTooLong = attacker.untilEnd().then(() => sleep(patience, 'waits' as const));
  if ((await Promise.race([attack.run(attacker), waitsTooLong])) === 'waits') attacker.tally.note('NO_ANSWER');
  attacker.leave();
  process.send!(attacker.tally.outcome(), () => process.exit());
}
