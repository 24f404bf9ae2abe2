import { beforeEach, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import { Socket } from '../support/socket.ts';
import { password, type Person } from '../support/world.ts';
import { ageGuesses, countTriedPasswords, guessTenTimes } from './guesses.ts';
import { Visitor, type SessionAnswer } from './visitor.ts';

// a proxy says whence each request came
const portal = usePortal({ TRUST_PROXY: 'true' });

beforeEach(() => portal.database.superuser.query('truncate operations.guess'));

const at = (address: string, url = portal.url) => new Visitor(url, 'portal.test', { 'x-forwarded-for': address });

async function signIn(visitor: Visitor, { email, tenantSlug: tenant }: Person, given = password) {
  const answer = await visitor.ask<{ signIn: SessionAnswer }>(
    `mutation($input: SignInInput!) {
      signIn(input: $input) { session { accessToken viewer { id } } userErrors { code message field retryAfter } }
    }`,
    { input: { email, tenant, password: given } },
  );
  return answer.signIn;
}

/** A browser in which this person has signed in before. */
async function knownTo(person: Person, address = '203.0.113.1'): Promise<Visitor> {
  const visitor = at(address);
  expect((await signIn(visitor, person)).session?.viewer.id).toBe(person.id);
  return visitor;
}

/** Ten wrong passwords, and no more are tried for minutes; answers with the codes of refusal. */
const tryTen = (visitor: Visitor, person: Person) =>
  guessTenTimes(portal, async (index) => (await signIn(visitor, person, `wrong ${index}`)).userErrors[0]?.code);

const pass = (seconds: number) => ageGuesses(portal, seconds);

const tenWrong = Array.from({ length: 10 }, () => 'INVALID_CREDENTIALS');
const refused = [{ code: 'TOO_MANY_ATTEMPTS' }];

describe('guessing a password', () => {
  it('is stopped after ten in a quarter of an hour, also with the right one, which is told by field and header', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const visitor = at('192.0.2.11');
    const tried = countTriedPasswords();
    expect(await tryTen(visitor, customer)).toEqual(tenWrong);
    expect(visitor.headersOfAnswer['retry-after']).toBeUndefined();
    const { session, userErrors } = await signIn(visitor, customer);
    expect(session).toBeNull();
    expect(userErrors).toEqual([
      {
        code: 'TOO_MANY_ATTEMPTS',
        field: null,
        message: expect.stringMatching(/^Too many attempts\. Try again in 1[0-2] minutes\.$/),
        retryAfter: expect.any(Number),
      },
    ]);
    expect(visitor.headersOfAnswer['retry-after']).toBe(String(userErrors[0]!.retryAfter));
    expect(tried.count).toBe(10);
    await pass(userErrors[0]!.retryAfter!);
    expect((await signIn(visitor, customer)).session?.viewer.id).toBe(customer.id);
  });

  it('has to wait twice as long each time, up to a quarter of an hour', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const waits: number[] = [];
    for (let count = 1; count <= 16; count++) {
      await pass(900);
      expect((await signIn(at('192.0.2.12'), customer, 'a guess')).userErrors[0]?.code).toBe('INVALID_CREDENTIALS');
      // shorter ones are over before the next request on a busy machine
      if (count > 10) waits.push((await signIn(at('192.0.2.12'), customer)).userErrors[0]!.retryAfter!);
    }
    for (const [index, longest] of [64, 128, 256, 512, 900, 900].entries()) {
      expect(waits[index]).toBeLessThanOrEqual(longest);
      expect(waits[index]).toBeGreaterThan(longest / 2);
    }
  });

  it('is tried a hundred times in a day', { timeout: 60_000 }, async () => {
    const customer = await (await portal.world.tenant()).customer();
    const tried = countTriedPasswords();
    for (let index = 0; index < 100; index++) {
      if (index >= 5) await pass(index < 10 ? 100 : 900);
      await signIn(at(`192.0.2.${100 + (index % 2)}`), customer, 'a guess');
    }
    expect(tried.count).toBe(100);
    await pass(900);
    const { userErrors } = await signIn(at('192.0.2.98'), customer);
    expect(userErrors).toMatchObject(refused);
    // until the first of them was a day ago
    expect(userErrors[0]!.retryAfter).toBeGreaterThan(900);
    await pass(userErrors[0]!.retryAfter!);
    expect((await signIn(at('192.0.2.98'), customer)).session?.viewer.id).toBe(customer.id);
  });

  it('is counted however the address is written, and alike where there is no such account', async () => {
    const { tenant } = await portal.world.tenant();
    const spellings = ['Unknown@Portal.test ', 'unknown@portal.test'];
    const tryIt = async (index: number) =>
      (await at('192.0.2.14').signIn({ email: spellings[index % 2]!, tenant: tenant.slug })).userErrors[0];
    expect((await guessTenTimes(portal, tryIt)).map((answer) => answer?.code)).toEqual(tenWrong);
    for (const index of [0, 1])
      expect(await tryIt(index)).toMatchObject({
        message: expect.stringMatching(/^Too many attempts\. Try again in 1[0-2] minutes\.$/),
      });
  });

  it('is counted by all servers together', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const second = await portal.secondServer();
    const visitors = [at('192.0.2.15'), at('192.0.2.16', second.url)] as const;
    const tryIt = async (index: number) =>
      (await signIn(visitors[index % 2]!, customer, `wrong ${index}`)).userErrors[0]?.code;
    expect(await guessTenTimes(portal, tryIt)).toEqual(tenWrong);
    for (const visitor of visitors) expect((await signIn(visitor, customer)).userErrors).toMatchObject(refused);
  });

  it('does not affect another account, nor one with the same address at another tenant', async () => {
    const [here, there] = await Promise.all([portal.world.tenant(), portal.world.tenant()]);
    const email = 'both@portal.test';
    const [attacked, other] = await Promise.all([here.customer({ email }), there.customer({ email })]);
    const colleague = await here.customer();
    const visitor = at('192.0.2.15');
    await tryTen(visitor, attacked);
    for (const person of [other, colleague]) expect((await signIn(visitor, person)).session?.viewer.id).toBe(person.id);
  });

  it('never locks anybody out of a device that they have signed in at before', async () => {
    const tenant = await portal.world.tenant();
    const [owner, sibling] = await Promise.all([tenant.customer(), tenant.customer()]);
    const visitor = await knownTo(owner);
    await knownTo(sibling);
    await tryTen(at('192.0.2.16'), owner);
    expect((await signIn(at('203.0.113.1'), owner)).userErrors).toMatchObject(refused);
    // after signing out, and whoever else has signed in there since
    await visitor.signOut();
    expect((await signIn(visitor, sibling)).session?.viewer.id).toBe(sibling.id);
    expect((await signIn(visitor, owner)).session?.viewer.id).toBe(owner.id);
  });

  it('at a known device has a budget of its own, which a right one gives back', async () => {
    const owner = await (await portal.world.tenant()).customer();
    const visitor = await knownTo(owner);
    for (let count = 0; count < 4; count++) await signIn(visitor, owner, 'a guess');
    expect((await signIn(visitor, owner)).session).not.toBeNull();
    expect(await tryTen(visitor, owner)).toEqual(tenWrong);
    expect((await signIn(visitor, owner)).userErrors).toMatchObject(refused);
    expect((await signIn(at('192.0.2.17'), owner)).session).not.toBeNull();
  });

  it('gains nothing from the cookie of another account, of another tenant, or one that was made up', async () => {
    const [here, there] = await Promise.all([portal.world.tenant(), portal.world.tenant()]);
    const email = 'namesake@portal.test';
    const [owner, attacker, namesake] = await Promise.all([
      here.customer({ email }),
      here.customer(),
      there.customer({ email }),
    ]);
    await tryTen(at('192.0.2.18'), owner);
    for (const person of [attacker, namesake])
      expect((await signIn(await knownTo(person), owner)).userErrors).toMatchObject(refused);
    const visitor = await knownTo(attacker);
    const token = visitor.knownDevice!;
    for (const changed of [`${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`, `${token}.${token}x`, '....', '']) {
      visitor.knownDevice = changed;
      expect((await signIn(visitor, owner)).userErrors).toMatchObject(refused);
    }
  });

  it(
    'at one account after the other is stopped for the network, an IPv6 one whole, at that tenant alone',
    { timeout: 60_000 },
    async () => {
      const [here, there] = await Promise.all([portal.world.tenant(), portal.world.tenant()]);
      const [customer, elsewhere] = await Promise.all([here.customer(), there.customer()]);
      const known = await knownTo(customer, '2001:db8:1:2::1');
      const guesses = Array.from({ length: 100 }, (_, index) => {
        const input = `email: "somebody-${index}@portal.test", tenant: "${here.tenant.slug}", password: "a guess"`;
        return `a${index}: signIn(input: { ${input} }) { userErrors { code } }`;
      });
      for (let host = 10; host < 20; host++)
        await at(`2001:db8:1:2::${host}`).ask(`mutation { ${guesses.splice(0, 10).join(' ')} }`);
      const answer = await signIn(at('2001:db8:1:2:ffff::1'), customer);
      expect(answer.userErrors).toMatchObject([{ code: 'TOO_MANY_ATTEMPTS', retryAfter: expect.any(Number) }]);
      expect((await signIn(at('2001:db8:1:3::1'), customer)).session?.viewer.id).toBe(customer.id);
      expect((await signIn(known, customer)).session?.viewer.id).toBe(customer.id);
      expect((await signIn(at('2001:db8:1:2:ffff::1'), elsewhere)).session?.viewer.id).toBe(elsewhere.id);
    },
  );

  it('is forgotten every night, once it is a day ago', async () => {
    const customer = await (await portal.world.tenant()).customer();
    for (let count = 0; count < 2; count++) await signIn(at('192.0.2.20'), customer, 'a guess');
    const rows = async () => (await portal.database.superuser.query('select from operations.guess')).rowCount;
    await portal.runNightlyJobs();
    expect(await rows()).toBe(2);
    await pass(24 * 3_600);
    await portal.runNightlyJobs();
    expect(await rows()).toBe(0);
  });
});

describe('signing in with the right password', () => {
  it('is never counted', async () => {
    const customer = await (await portal.world.tenant()).customer();
    for (let count = 0; count < 12; count++)
      expect((await signIn(at('192.0.2.21'), customer)).session?.viewer.id).toBe(customer.id);
  });
});

describe('a thousand guesses by alias, batch, socket, fifty addresses and three tenants', () => {
  const addresses = Array.from({ length: 50 }, (_, index) => `198.51.100.${index}`);
  const email = 'owner@portal.test';

  const mutation = (tenants: string[], guesses: number[]) => {
    const fields = guesses.map((index) => {
      const input = `email: "${email}", tenant: "${tenants[index % 3]}", password: "guess ${index}"`;
      return `a${index}: signIn(input: { ${input} }) { session { accessToken } userErrors { code } }`;
    });
    return `mutation { ${fields.join(' ')} }`;
  };
  const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

  /** Twenty guesses. */
  async function attack(address: string, tenants: string[]): Promise<string> {
    const post = (body: object) =>
      fetch(`${portal.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify(body),
      }).then((answer) => answer.text());
    const socket = await Socket.open(portal.url, {});
    const answers = await Promise.all([
      post({ query: mutation(tenants, range(0, 10)) }),
      post(range(10, 4).map((index) => ({ query: mutation(tenants, [index]) }))),
      socket.subscribe(mutation(tenants, range(14, 3))).nextMessage(),
      ...range(17, 3).map((index) => post({ query: mutation(tenants, [index]) })),
    ]);
    return JSON.stringify(answers);
  }

  it(
    'try at most ten for each account; its owner signs in meanwhile, and other tenants notice nothing',
    { timeout: 60_000 },
    async () => {
      const attacked = await Promise.all([1, 2, 3].map(() => portal.world.tenant()));
      const owners = await Promise.all(attacked.map((tenant) => tenant.customer({ email })));
      const known = await Promise.all(owners.map((owner) => knownTo(owner)));
      const bystander = await (await portal.world.tenant()).customer({ email });

      const tried = countTriedPasswords();
      let rightOnes = 0;
      const signsIn = async (visitor: Visitor, person: Person) => {
        expect(await signIn(visitor, person)).toMatchObject({ session: { viewer: { id: person.id } }, userErrors: [] });
        rightOnes++;
      };
      const slugs = attacked.map(({ tenant }) => tenant.slug);
      const attacks = Promise.all(addresses.map((address) => attack(address, slugs)));
      for (const [index, address] of addresses.slice(0, 10).entries()) {
        await signsIn(known[index % 3]!, owners[index % 3]!);
        await signsIn(at(address), bystander);
      }
      const answers = await attacks;
      for (const [index, owner] of owners.entries()) await signsIn(known[index]!, owner);
      expect(answers.join()).not.toContain('accessToken');
      expect(tried.count - rightOnes).toBeLessThanOrEqual(3 * 10);
      expect(tried.count - rightOnes).toBeGreaterThanOrEqual(3 * 5);
    },
  );
});
