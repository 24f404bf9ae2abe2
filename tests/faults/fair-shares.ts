import { Client } from './client.ts';
import { startFaultyPortal } from './portal.ts';

// What one tenant at its worst costs another: 64 clients write to one ticket of theirs while a neighbour asks for a list.

const quietRequests = 300;
const loudMilliseconds = 10_000;
const writers = 64;

const portal = await startFaultyPortal();
const [loud, bystander] = portal.customers as [Client, Client];
const ticketId = await loud.openTicket();
for (let time = 0; time < 100; time++) await bystander.list();
const quiet = await measure((_began, count) => count < quietRequests);
const ending = new AbortController();
let written = 0;
const writing = Array.from({ length: writers }, async (_, writer) => {
  while (!ending.signal.aborted)
    if (await loud.add(ticketId, `Message ${writer}/${written}`, ending.signal)) written += 1;
});
const meanwhile = await measure((began) => Date.now() - began < loudMilliseconds);
ending.abort();
await Promise.all(writing);
console.table({ quiet, meanwhile });
const factor = meanwhile.p50 / quiet.p50;
console.log(
  `${written} messages of ${writers} writers; the neighbour's p50 is ${factor.toFixed(1)} times the quiet one`,
);
await portal.stop();
process.exit(factor > 3 ? 1 : 0);

async function measure(goesOn: (began: number, count: number) => boolean) {
  const began = Date.now();
  const times: number[] = [];
  while (goesOn(began, times.length)) {
    const asked = performance.now();
    await bystander.list();
    times.push(performance.now() - asked);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))]! * 10) / 10;
  return { requests: times.length, p50: at(0.5), p99: at(0.99), longest: at(1) };
}
