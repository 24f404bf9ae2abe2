import { beforeEach, describe, expect, it } from 'vitest';
import { Visitor } from '../sessions/visitor.ts';
import { usePortal } from '../support/portal.ts';
import { type Person, type TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;

const fields = 'customerMethods agentMethods adminMethods offeredMethods secondFactorDemanded';
const usual = ['PASSWORD', 'EMAIL', 'PASSKEY', 'SINGLE_SIGN_ON'];

beforeEach(async () => {
  tenant = await portal.world.tenant();
  admin = await tenant.admin();
});

const settings = async (who = admin) => (await who.get(`{ signInSettings { ${fields} } }`)).signInSettings;
const choose = (input: Record<string, unknown>) => admin.verb('signInSettingsUpdate', { input });
/** As only the portal itself can change it, while nothing else is offered. */
const allow = (role: string, ...methods: string[]) =>
  portal.database.superuser.query(`update tenant set ${role}_sign_in_methods = $1 where id = $2`, [methods, tenant.id]);
const trySignIn = async ({ email }: Person, given: { password?: string } = {}) =>
  (await new Visitor(portal.url).signIn({ email, tenant: tenant.tenant.slug, ...given })).userErrors;

describe('the settings', () => {
  it('let everybody sign in with a password, an email or a passkey, unless admins say otherwise', async () => {
    expect(await settings()).toMatchObject({
      customerMethods: usual,
      agentMethods: usual,
      adminMethods: usual,
      secondFactorDemanded: false,
    });
  });

  it('are changed by role, each method once, and what is not given stays', async () => {
    const { signInSettings } = await choose({ agentMethods: ['PASSKEY', 'PASSWORD', 'PASSKEY'] });
    expect(signInSettings).toMatchObject({ customerMethods: usual, agentMethods: ['PASSWORD', 'PASSKEY'] });
    await choose({ secondFactorDemanded: true });
    expect(await settings()).toMatchObject({ agentMethods: ['PASSWORD', 'PASSKEY'], secondFactorDemanded: true });
  });

  it('never leave a role without a way that nobody loses, and then change nothing', async () => {
    for (const field of ['customerMethods', 'agentMethods', 'adminMethods'])
      for (const methods of [[], ['PASSKEY'], ['SINGLE_SIGN_ON'], ['PASSKEY', 'SINGLE_SIGN_ON']])
        expect((await choose({ secondFactorDemanded: true, [field]: methods })).userErrors).toMatchObject([
          { code: 'REQUIRED', field: `input.${field}` },
        ]);
    expect(await settings()).toMatchObject({ adminMethods: usual, secondFactorDemanded: false });
  });

  it('are seen and changed by admins only, and each change is recorded', async () => {
    const [agent, customer] = [await tenant.agent(), await tenant.customer()];
    for (const who of [agent, customer, portal.nobody as Person]) expect(await settings(who)).toBeNull();
    for (const who of [agent, customer])
      expect(await who.refusal('signInSettingsUpdate', { input: {} })).toMatchObject({ code: 'FORBIDDEN' });
    const events = await agent.listenFromNow();
    await choose({ adminMethods: ['PASSWORD'], secondFactorDemanded: true });
    expect(await events.next()).toMatchObject({ __typename: 'SignInSettingsChanged' });
    const { auditLog } = await admin.get(
      '{ auditLog(first: 1, filter: { noun: [SIGN_IN] }) { nodes { event changes { field from to } } } }',
    );
    expect(auditLog.nodes).toEqual([
      {
        event: 'SignInSettingsChanged',
        changes: [
          { field: 'adminMethods', from: 'PASSWORD, EMAIL, PASSKEY, SINGLE_SIGN_ON', to: 'PASSWORD' },
          { field: 'secondFactorDemanded', from: 'false', to: 'true' },
        ],
      },
    ]);
  });
});

describe('a way of signing in that a role may not use', () => {
  it('lets nobody of that role in, which is said only to who knows the password', async () => {
    const [agent, customer] = [await tenant.agent(), await tenant.customer()];
    await allow('agent', 'EMAIL', 'PASSKEY');
    expect(await trySignIn(agent)).toEqual([
      {
        code: 'METHOD_NOT_ALLOWED',
        field: null,
        message: `${tenant.tenant.name} does not let you sign in this way. Use another: EMAIL, PASSKEY.`,
      },
    ]);
    const wrong = await trySignIn(agent, { password: 'not the password' });
    expect(wrong).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect(await trySignIn({ email: 'nobody@portal.test' } as Person)).toEqual(wrong);
    expect(await trySignIn(customer)).toEqual([]);
    const { sessions } = await agent.get('{ sessions { totalCount } }');
    expect(sessions, 'who is signed in stays signed in').toEqual({ totalCount: 1 });
  });

  it('is shown to visitors as long as another role may use it', async () => {
    const shown = async () =>
      (await new Visitor(portal.url, `${tenant.tenant.slug}.portal.test`).ask<any>('{ portal { signInMethods } }'))
        .portal.signInMethods;
    expect(await shown()).toContain('PASSWORD');
    await allow('agent', 'EMAIL');
    await allow('admin', 'EMAIL');
    expect(await shown()).toContain('PASSWORD');
    await allow('customer', 'EMAIL');
    expect(await shown()).not.toContain('PASSWORD');
  });
});
