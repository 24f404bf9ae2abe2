import { parseArgs } from 'node:util';
import { startAbusedPortal } from './abused-portal.ts';
import { attacks } from './attacks.ts';
import { faultsOf, mebibytes, tooSlow } from './judgement.ts';

// What strangers and users can do to a portal, and what a customer of another tenant notices: a table of figures.

const { values: given } = parseArgs({
  options: {
    /** Of each attack. */
    seconds: { type: 'string', default: '8' },
    /** Attacks whose name has one of these texts, separated by commas. */
    only: { type: 'string', default: '' },
  },
});

const portal = await startAbusedPortal(100);
const table: Record<string, unknown>[] = [];
let failed = 0;
const wanted = given.only.split(',');
for (const attack of attacks.filter(({ who, what }) => wanted.some((text) => `${who}: ${what}`.includes(text)))) {
  const effect = await portal.attack(attack, Number(given.seconds));
  const { quiet, meanwhile, memory, outcome } = effect;
  const faults = [...faultsOf(effect), ...tooSlow(effect)];
  if (faults.length > 0) failed += 1;
  const pair = (kind: 'read' | 'write', share: 'p50' | 'p99') => `${quiet[kind][share]} → ${meanwhile[kind][share]}`;
  const row = {
    attack: `${effect.who}: ${effect.what}`,
    'read p50': pair('read', 'p50'),
    'read p99': pair('read', 'p99'),
    'write p50': pair('write', 'p50'),
    'write p99': pair('write', 'p99'),
    livez: effect.slowestLivez,
    'MB more': `${mebibytes(memory.most)}, then ${mebibytes(memory.after)}`,
    faults: faults.join('; '),
  };
  table.push(row);
  console.log(row.attack, JSON.stringify(outcome), JSON.stringify(row));
  if (!effect.alive) break;
}
await portal.stop();
console.table(table);
console.log(`${table.length} attacks, ${failed} of them not as they must be`);
process.exit(failed > 0 ? 1 : 0);
