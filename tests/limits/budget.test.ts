import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { network } from '../../server/limits/caller.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

let portal: TestPortal;
let customer: Person;
let other: Person;

beforeAll(async () => {
  portal = await startPortal();
  const tenant = await portal.world.tenant();
  [customer, other] = await Promise.all([tenant.customer(), tenant.customer()]);
});

afterAll(() => portal.stop());

// costs 9,900, and there is nothing to read
const dear = `{ ${Array.from({ length: 9 }, (_, index) => `a${index}: tickets(first: 100) { nodes { messages(first: 10) { nodes { id } } } }`).join(' ')} }`;

/** Answers with the first refusal; another window may begin meanwhile. */
async function spendBudget(): Promise<Response> {
  for (;;) {
    const answers = await Promise.all(Array.from({ length: 30 }, () => customer.post({ query: dear })));
    const refused = answers.find(({ status }) => status === 429);
    if (refused) return refused;
  }
}

describe('the budget of a user', () => {
  it('is told in every answer', async () => {
    const { headers } = await customer.post({ query: '{ tickets { nodes { id } } }' });
    expect(headers.get('ratelimit-policy')).toBe('"price";q=200000;w=10');
    expect(headers.get('ratelimit')).toMatch(/^"price";r=\d+;t=\d+$/);
    const answer = await customer.post({ query: '{ tickets { nodes { id } } }', extensions: { cost: true } });
    expect(await answer.json()).toMatchObject({
      extensions: { cost: { price: 25, limit: 200_000, remaining: expect.any(Number), reset: expect.any(Number) } },
    });
  });

  it('refuses whoever has spent it, and nobody else', async () => {
    const refused = await spendBudget();
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit')).toMatch(/^"price";r=0;t=\d+$/);
    expect(await refused.json()).toEqual({
      errors: [{ message: expect.stringMatching(/^Too much was asked for/), extensions: { code: 'RATE_LIMITED' } }],
    });
    expect((await other.post({ query: dear })).status).toBe(200);
    expect((await portal.nobody.post({ query: '{ portal { name } }' })).status).not.toBe(429);
  });

  it('is the same over sockets', async () => {
    const socket = await customer.openSocket();
    let answers: unknown[] = [];
    // another window may begin before the subscription
    for (let attempt = 0; attempt < 10 && answers.length === 0; attempt++) {
      await spendBudget();
      const subscription = socket.subscribe('subscription { portalEvents { cursor } }');
      await socket.roundTrip();
      answers = subscription.messages;
    }
    expect(answers).toMatchObject([{ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] }]);
  });
});

describe('the address of somebody who is not signed in', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s', (address, counted) => {
    expect(network(address)).toBe(counted);
  });
});
