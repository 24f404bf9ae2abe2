import type { Attacker } from './attacker.ts';

/** Something a stranger or a user may do to a portal to stop others. */
export interface Attack {
  who: 'stranger' | 'customer' | 'agent' | 'tenant';
  /** In words, as the table shows it; the name by which it is chosen. */
  what: string;
  /** Whether it is one of those that the first version did not withstand, which are done in each run of all tests. */
  isKnown?: true;
  /** Goes on until `attacker.ending`, or is done before. */
  run(attacker: Attacker): Promise<unknown>;
}
