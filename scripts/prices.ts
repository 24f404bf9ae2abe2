// Usage: npm run prices [-- --measure]
//
// Prints what each operation of the portal costs, dearest first (docs/integrating.md, "Limits").
//
// --measure holds the prices against the time of processors that server and PostgreSQL take, in some minutes.
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { pricesOfPortal } from './portal-prices.ts';

const { values: given } = parseArgs({ options: { measure: { type: 'boolean', default: false } } });
if (given.measure) {
  await import('../bench/prices.ts');
} else {
  const load = (file: string): Promise<unknown> => import(new URL(`../dist/server/${file}`, import.meta.url).href);
  const { makeSchema } = (await load('schema.js')) as typeof import('../server/schema.ts');
  const { maximumPrice, priceOf } = (await load('limits/price.js')) as typeof import('../server/limits/price.ts');
  console.table(pricesOfPortal(makeSchema(), priceOf));
  console.log(`One operation may cost ${maximumPrice}.`);
}
