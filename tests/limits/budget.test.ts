import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { network } from '../../server/limits/caller.ts';
import { budgets, prices, slowRefusal } from '../../server/limits/limits.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;
let other: Person;

beforeAll(async () => {
  const tenant = await portal.world.tenant();
  [customer, other] = await Promise.all([tenant.customer(), tenant.customer()]);
});

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

  it('is spent by what is refused, and refuses before anything is read', async () => {
    const remaining = async () => {
      const { headers } = await other.post({ query: '{ viewer { id } }' });
      return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    };
    const price = prices.refused + 4_000 / prices.charactersRead + Math.ceil(4_020 / prices.charactersRefused);
    const ofRequests = 2 * prices.request + 1;
    // unknown to the schema, and no document at all
    for (const query of [`{ viewer { ${'x'.repeat(3_985)} } }`, `{ viewer { ${'x'.repeat(3_987)} }`]) {
      // another window may begin in between
      await expect
        .poll(async () => {
          const before = await remaining();
          expect((await other.post({ query })).status).toBe(400);
          return before - (await remaining());
        })
        .toBe(price + ofRequests);
    }
    const askBroken = async () => {
      await spendBudget();
      return (await customer.post({ query: '{ nothing' })).status;
    };
    await expect.poll(askBroken, { timeout: 12_000 }).toBe(429);
  });

  it('is spent by long answers', async () => {
    const { id } = await other.openTicket();
    for (let written = 0; written < 5; written++) await other.write(id, 'x'.repeat(20_000));
    const remaining = async (query: string) => {
      const { headers } = await other.post({ query, variables: { id } });
      return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    };
    const long = 'query($id: ID!) { ticket(id: $id) { messages(first: 10) { nodes { body } } } }';
    const { length } = await (await other.post({ query: long, variables: { id } })).text();
    await remaining('{ viewer { id } }');
    // another window may begin in between
    await expect
      .poll(async () => (await remaining(long)) - (await remaining('{ viewer { id } }')))
      .toBe(prices.request + 1 + Math.ceil(length / prices.charactersAnswered));
  });

  it('is the same over sockets', async () => {
    const socket = await customer.openSocket();
    let answers: unknown[] = [];
    // another window may begin before the subscription
    for (let attempt = 0; attempt < 10 && answers.length === 0; attempt++) {
      await spendBudget();
      const subscription = socket.subscribe('subscription { portalEvents { cursor } }');
      // a refusal waits, and what is accepted has no answer
      await Promise.race([subscription.nextMessage(), setTimeout(2 * slowRefusal)]);
      answers = subscription.messages;
    }
    expect(answers).toMatchObject([{ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] }]);
  });
});

describe('the budget of a tenant', () => {
  it('refuses its users, though each has something left, and nobody else', async () => {
    const tenant = await portal.world.tenant();
    const users: Person[] = [];
    while (users.length <= budgets.tenant / budgets.user) users.push(await tenant.customer());
    // costs 9,900 in one read
    const query = '{ tickets(first: 100) { nodes { messages(first: 98) { nodes { id } } } } }';
    const each = Math.floor(budgets.user / 9_900);
    let refused: Response | undefined;
    while (!refused) {
      const answers = await Promise.all(
        users.flatMap((user) => Array.from({ length: each }, () => user.post({ query }))),
      );
      refused = answers.find(({ status }) => status === 429);
    }
    expect(refused.headers.get('ratelimit-policy')).toBe(`"price";q=${budgets.tenant};w=10`);
    expect((await other.post({ query })).status).toBe(200);
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
