import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { Visitor } from './visitor.ts';

let portal: TestPortal;

beforeAll(async () => {
  portal = await startPortal();
});

afterAll(() => portal.stop());

const tenWrong = Array.from({ length: 10 }, (_, index) => `wrong password ${index}`);

/** Tries each password in turn; answers with the codes of refusal. */
async function guess(visitor: Visitor, { email, tenantSlug }: Person, passwords: string[]): Promise<string[]> {
  const codes: string[] = [];
  for (const password of passwords) {
    const { userErrors } = await visitor.signIn({ email, tenant: tenantSlug, password });
    codes.push(...userErrors.map(({ code }) => code));
  }
  return codes;
}

const signIn = (visitor: Visitor, { email, tenantSlug }: Person) => visitor.signIn({ email, tenant: tenantSlug });

describe('guessing a password', () => {
  it('is stopped after ten attempts, also when the eleventh is right', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const visitor = new Visitor(portal.url);
    expect(await guess(visitor, customer, tenWrong)).toEqual(tenWrong.map(() => 'INVALID_CREDENTIALS'));
    expect(await signIn(visitor, customer)).toEqual({
      session: null,
      userErrors: [
        { code: 'TOO_MANY_ATTEMPTS', field: null, message: expect.stringMatching(/Try again in \d+ minutes?\.$/) },
      ],
    });
  });

  it('is counted however the address is written, and whether or not there is such an account', async () => {
    const tenant = await portal.world.tenant();
    const slug = tenant.tenant.slug;
    const visitor = new Visitor(portal.url);
    const codes = [];
    for (const [index] of tenWrong.entries()) {
      const email = index % 2 ? 'Unknown@Portal.test ' : 'unknown@portal.test';
      codes.push((await visitor.signIn({ email, tenant: slug })).userErrors[0]?.code);
    }
    expect(new Set(codes)).toEqual(new Set(['INVALID_CREDENTIALS']));
    expect((await visitor.signIn({ email: 'UNKNOWN@portal.test', tenant: slug })).userErrors).toMatchObject([
      { code: 'TOO_MANY_ATTEMPTS' },
    ]);
  });

  it('does not affect another account', async () => {
    const tenant = await portal.world.tenant();
    const [attacked, other] = await Promise.all([tenant.customer(), tenant.customer()]);
    const visitor = new Visitor(portal.url);
    await guess(visitor, attacked, tenWrong);
    expect((await signIn(visitor, attacked)).session).toBeNull();
    expect((await signIn(visitor, other)).session?.viewer.id).toBe(other.id);
  });

  it('does not affect an account with the same address at another tenant', async () => {
    const [here, there] = await Promise.all([portal.world.tenant(), portal.world.tenant()]);
    const email = 'both@portal.test';
    const [attacked, other] = await Promise.all([here.customer({ email }), there.customer({ email })]);
    const visitor = new Visitor(portal.url);
    await guess(visitor, attacked, tenWrong);
    expect((await signIn(visitor, other)).session?.viewer.id).toBe(other.id);
  });

  it('is counted by all servers together', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const second = await portal.secondServer();
    const visitors = [new Visitor(portal.url), new Visitor(second.url)] as const;
    await guess(visitors[0], customer, tenWrong.slice(0, 5));
    expect(await guess(visitors[1], customer, tenWrong.slice(5))).toEqual(
      tenWrong.slice(5).map(() => 'INVALID_CREDENTIALS'),
    );
    const answers = await Promise.all(visitors.map((visitor) => signIn(visitor, customer)));
    expect(answers).toMatchObject(visitors.map(() => ({ userErrors: [{ code: 'TOO_MANY_ATTEMPTS' }] })));
  });

  it('cannot be hidden by a header that claims another address', async () => {
    const customer = await (await portal.world.tenant()).customer();
    await guess(new Visitor(portal.url), customer, tenWrong);
    const disguised = new Visitor(portal.url, 'portal.test', { 'x-forwarded-for': '192.0.2.7' });
    expect((await signIn(disguised, customer)).userErrors).toMatchObject([{ code: 'TOO_MANY_ATTEMPTS' }]);
  });

  it('does not affect the owner elsewhere, where a trusted proxy reports addresses, whatever the client claims', async () => {
    const proxied = await startPortal({ TRUST_PROXY: 'true' });
    try {
      const customer = await (await proxied.world.tenant()).customer();
      const from = (address: string) => new Visitor(proxied.url, 'portal.test', { 'x-forwarded-for': address });
      await guess(from('192.0.2.7'), customer, tenWrong);
      expect((await signIn(from('192.0.2.7'), customer)).session).toBeNull();
      expect((await signIn(from('198.51.100.1, 192.0.2.7'), customer)).session).toBeNull();
      expect((await signIn(from('192.0.2.8'), customer)).session?.viewer.id).toBe(customer.id);
    } finally {
      await proxied.stop();
    }
  });
});

describe('signing in with the right password', () => {
  it('is never counted', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const visitor = new Visitor(portal.url);
    const answers = [];
    for (let count = 0; count < 12; count++) answers.push(await signIn(visitor, customer));
    expect(answers.every(({ session }) => session !== null)).toBe(true);
  });
});
