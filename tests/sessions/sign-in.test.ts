import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { Visitor } from './visitor.ts';

let portal: TestPortal;

beforeAll(async () => {
  portal = await startPortal();
});

afterAll(() => portal.stop());

const askTenant = (visitor: Visitor) =>
  visitor.ask<{ portal: { tenant: { slug: string } | null } }>('{ portal { tenant { slug } } }');

describe('signing in', () => {
  it('identifies the tenant by its slug, whatever its case', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const { session, userErrors } = await new Visitor(portal.url).signIn({
      email: customer.email,
      tenant: customer.tenantSlug.toUpperCase(),
    });
    expect(userErrors).toEqual([]);
    expect(session?.viewer.id).toBe(customer.id);
  });

  it('requires the tenant where the host name identifies none', async () => {
    const customer = await (await portal.world.tenant()).customer();
    await (await portal.world.tenant()).customer();
    const visitor = new Visitor(portal.url);
    expect(await askTenant(visitor)).toEqual({ portal: { tenant: null } });
    expect(await visitor.signIn({ email: customer.email })).toEqual({
      session: null,
      userErrors: [{ code: 'REQUIRED', field: 'input.tenant', message: expect.any(String) }],
    });
  });

  it('needs no tenant at the host name that starts with its slug', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const visitor = new Visitor(portal.url, `${customer.tenantSlug.toUpperCase()}.portal.test:8080`);
    expect(await askTenant(visitor)).toEqual({ portal: { tenant: { slug: customer.tenantSlug } } });
    expect((await visitor.signIn({ email: customer.email })).session?.viewer.id).toBe(customer.id);
  });

  it('needs no tenant at the tenant’s own domain', async () => {
    const tenant = await portal.world.tenant({ domain: 'help.example' });
    const customer = await tenant.customer();
    const visitor = new Visitor(portal.url, 'Help.Example:443');
    expect(await askTenant(visitor)).toEqual({ portal: { tenant: { slug: customer.tenantSlug } } });
    expect((await visitor.signIn({ email: customer.email })).session?.viewer.id).toBe(customer.id);
  });

  it('signs in to the tenant of the host name, even when another one is given', async () => {
    const [here, there] = await Promise.all([portal.world.tenant(), portal.world.tenant()]);
    const email = 'same-address@portal.test';
    const [customerHere, customerThere] = await Promise.all([here.customer({ email }), there.customer({ email })]);
    const visitor = new Visitor(portal.url, `${customerHere.tenantSlug}.portal.test`);
    const { session } = await visitor.signIn({ email, tenant: customerThere.tenantSlug });
    expect(session?.viewer.id).toBe(customerHere.id);
  });

  it('keeps tenants apart: the same address is another account elsewhere', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const elsewhere = await portal.world.tenant();
    const { userErrors } = await new Visitor(portal.url).signIn({
      email: customer.email,
      tenant: elsewhere.tenant.slug,
    });
    expect(userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  });

  it('accepts the email address in any case, with spaces around it', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const { session } = await new Visitor(portal.url).signIn({
      email: `  ${customer.email.toUpperCase()} `,
      tenant: customer.tenantSlug,
    });
    expect(session?.viewer.id).toBe(customer.id);
  });

  it('answers the same for a wrong password, an unknown address, an unknown tenant and a deactivated user', async () => {
    const tenant = await portal.world.tenant();
    const [{ email, tenantSlug }, deactivated] = await Promise.all([tenant.customer(), tenant.agent()]);
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [
      deactivated.id,
    ]);
    const answers = await Promise.all(
      [
        { email, tenant: tenantSlug, password: 'not the password' },
        { email: 'unknown@portal.test', tenant: tenantSlug },
        { email, tenant: 'no-such-tenant' },
        { email: deactivated.email, tenant: tenantSlug },
      ].map(async (input) => {
        const visitor = new Visitor(portal.url);
        return { answer: await visitor.signIn(input), setCookie: visitor.setCookie };
      }),
    );
    expect(answers[0]?.answer).toEqual({
      session: null,
      userErrors: [{ code: 'INVALID_CREDENTIALS', field: null, message: 'The email address or password is wrong.' }],
    });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it.each([
    ['email', { email: ' ' }, 'REQUIRED'],
    ['email', { email: `${'a'.repeat(320)}@portal.test` }, 'TOO_LONG'],
    ['email', { email: 'nul\0@portal.test' }, 'INVALID'],
    ['password', { password: '' }, 'REQUIRED'],
    ['password', { password: 'p'.repeat(1_001) }, 'TOO_LONG'],
    ['tenant', { tenant: 't'.repeat(101) }, 'TOO_LONG'],
    ['tenant', { tenant: 'nul\0' }, 'INVALID'],
  ])('says what is wrong with the %s: %o', async (field, given, code) => {
    const { session, userErrors } = await new Visitor(portal.url).signIn({
      email: 'somebody@portal.test',
      tenant: 'somewhere',
      ...given,
    });
    expect(session).toBeNull();
    expect(userErrors).toMatchObject([{ code, field: `input.${field}` }]);
  });
});

describe('a portal of one tenant', () => {
  it('needs no tenant', async () => {
    const small = await startPortal();
    try {
      const customer = await (await small.world.tenant()).customer();
      const visitor = new Visitor(small.url);
      expect(await askTenant(visitor)).toEqual({ portal: { tenant: { slug: customer.tenantSlug } } });
      expect((await visitor.signIn({ email: customer.email })).session?.viewer.id).toBe(customer.id);
    } finally {
      await small.stop();
    }
  });
});
