// Usage: npm run prices
//
// Prints what each operation of the portal costs, dearest first (docs/integrating.md, "Limits").
import 'reflect-metadata';
import { pricesOfPortal } from './portal-prices.ts';

const load = (file: string): Promise<unknown> => import(new URL(`../dist/server/${file}`, import.meta.url).href);
const { makeSchema } = (await load('schema.js')) as typeof import('../server/schema.ts');
const { maximumPrice, priceOf } = (await load('limits/price.js')) as typeof import('../server/limits/price.ts');

console.table(pricesOfPortal(makeSchema(), priceOf));
console.log(`One operation may cost ${maximumPrice}.`);
