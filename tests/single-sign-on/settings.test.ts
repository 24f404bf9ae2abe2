import { beforeEach, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  admin = await tenant.admin();
});

const fields =
  'enabled issuer clientId hasClientSecret label domains newAccounts roleClaim agentValues adminValues redirectUri';
const read = async (who = admin) => (await who.get(`{ singleSignOn { ${fields} } }`)).singleSignOn;
const update = async (input: Record<string, unknown>, who = admin) =>
  (await who.done('singleSignOnUpdate', { input })).singleSignOn;
const refusal = (input: Record<string, unknown>, who = admin) => who.refusal('singleSignOnUpdate', { input });

const issuer = 'https://login.padma.example';
const complete = { issuer, clientId: 'portal', clientSecret: 'only the provider knows', domains: ['Padma.Example'] };

describe('single sign-on', () => {
  it('is off at first, and says what to register', async () => {
    expect(await read()).toEqual({
      enabled: false,
      issuer: null,
      clientId: null,
      hasClientSecret: false,
      label: null,
      domains: [],
      newAccounts: 'NONE',
      roleClaim: null,
      agentValues: [],
      adminValues: [],
      redirectUri: `http://${tenant.tenant.slug}.portal.test/single-sign-on/callback`,
    });
  });

  it('keeps what is entered, each in its one form', async () => {
    const input = {
      ...complete,
      enabled: true,
      label: ' Padma  staff ',
      newAccounts: 'AGENT',
      roleClaim: ' groups ',
      agentValues: ['support', 'support'],
      adminValues: ['owners'],
    };
    expect(await update(input)).toMatchObject({
      enabled: true,
      issuer,
      hasClientSecret: true,
      label: 'Padma staff',
      domains: ['padma.example'],
      newAccounts: 'AGENT',
      roleClaim: 'groups',
      agentValues: ['support'],
      adminValues: ['owners'],
    });
    expect(await read()).toMatchObject({ enabled: true, hasClientSecret: true, domains: ['padma.example'] });
  });

  it('never shows the secret: not in answers, in the history, or in the database', async () => {
    await update(complete);
    await update({ clientSecret: 'another secret' });
    const { auditLog } = await admin.get('{ auditLog { nodes { event changes { field from to } } } }');
    expect(auditLog.nodes[0]).toEqual({
      event: 'SingleSignOnChanged',
      changes: [{ field: 'clientSecret', from: null, to: null }],
    });
    const { rows } = await portal.database.superuser.query(
      `select (select json_agg(s) from single_sign_on s)::text || (select json_agg(e) from portal_event e)::text as all`,
    );
    expect(rows[0].all).not.toMatch(/only the provider knows|another secret/);
  });

  it('forgets the secret with the provider that it is for, unless there is a new one', async () => {
    await update(complete);
    expect(await update({ issuer: 'https://evil.example' })).toMatchObject({ hasClientSecret: false });
    expect(await update({ issuer, clientSecret: 'new' })).toMatchObject({ hasClientSecret: true });
    expect(await update({ label: 'Padma' })).toMatchObject({ hasClientSecret: true });
    expect(await update({ clientSecret: '' })).toMatchObject({ hasClientSecret: false });
  });

  it('names every field that is missing where it is to be offered', async () => {
    const { userErrors } = await admin.verb('singleSignOnUpdate', { input: { enabled: true } });
    expect(userErrors.map(({ code, field }: any) => [code, field])).toEqual([
      ['REQUIRED', 'input.issuer'],
      ['REQUIRED', 'input.clientId'],
      ['REQUIRED', 'input.domains'],
    ]);
    await update({ ...complete, enabled: true });
    expect(await refusal({ domains: [] })).toMatchObject({ code: 'REQUIRED', field: 'input.domains' });
  });

  it.each([
    [{ issuer: 'login.padma.example' }, 'INVALID', 'input.issuer'],
    [{ issuer: 'ftp://login.padma.example' }, 'INVALID', 'input.issuer'],
    [{ issuer: 'https://me:secret@login.padma.example' }, 'INVALID', 'input.issuer'],
    [{ issuer: 'https://login.padma.example/?realm=1' }, 'INVALID', 'input.issuer'],
    [{ issuer: '' }, 'REQUIRED', 'input.issuer'],
    [{ clientId: ' ' }, 'REQUIRED', 'input.clientId'],
    [{ domains: ['padma.example', 'no domain'] }, 'INVALID', 'input.domains.1'],
    [{ domains: Array.from({ length: 51 }, (_each, index) => `d${index}.example`) }, 'TOO_MANY', 'input.domains'],
    [{ agentValues: ['support', ''] }, 'REQUIRED', 'input.agentValues.1'],
    [{ adminValues: Array.from({ length: 51 }, String) }, 'TOO_MANY', 'input.adminValues'],
    [{ label: 'x'.repeat(61) }, 'TOO_LONG', 'input.label'],
  ])('refuses %j and names the field', async (input, code, field) => {
    expect(await refusal(input)).toMatchObject({ code, field });
  });

  it('demands an encrypted connection in production', async () => {
    const { config } = portal.app.portal;
    config.production = true;
    try {
      expect(await refusal({ issuer: 'http://login.padma.example' })).toMatchObject({
        code: 'INVALID',
        field: 'input.issuer',
        message: expect.stringContaining('https://'),
      });
    } finally {
      config.production = false;
    }
  });

  it('is seen and changed by admins of the tenant alone', async () => {
    await update(complete);
    const other = await (await portal.world.tenant()).admin();
    for (const who of [await tenant.agent(), await tenant.customer()]) {
      expect(await read(who)).toBeNull();
      for (const [mutation, input] of [
        ['singleSignOnUpdate', { input: { label: 'Mine' } }],
        ['singleSignOnCheck', {}],
        ['singleSignOnRemove', {}],
      ] as const)
        expect(await who.refusal(mutation, input)).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await read(other)).toMatchObject({ issuer: null });
  });

  it('is a way to sign in that admins choose by role once it is offered, and the only one of admins never', async () => {
    const choose = (given: Record<string, unknown>) => admin.verb('signInSettingsUpdate', { input: given });
    const offered = async () =>
      (await admin.get('{ signInSettings { offeredMethods } }')).signInSettings.offeredMethods;
    await update(complete);
    expect(await offered()).not.toContain('SINGLE_SIGN_ON');
    expect((await choose({ agentMethods: ['SINGLE_SIGN_ON'] })).userErrors).toMatchObject([{ code: 'REQUIRED' }]);
    await update({ enabled: true });
    expect(await offered()).toContain('SINGLE_SIGN_ON');
    const { signInSettings, userErrors } = await choose({ agentMethods: ['SINGLE_SIGN_ON'] });
    expect(userErrors).toEqual([]);
    expect(signInSettings).toMatchObject({ agentMethods: ['SINGLE_SIGN_ON'] });
    expect((await choose({ adminMethods: ['SINGLE_SIGN_ON'] })).userErrors).toMatchObject([
      { code: 'REQUIRED', field: 'input.adminMethods' },
    ]);
  });

  it('stays as long as people of a role have no other way in', async () => {
    await update({ ...complete, enabled: true });
    await admin.done('signInSettingsUpdate', { input: { customerMethods: ['SINGLE_SIGN_ON', 'PASSKEY'] } });
    expect(await refusal({ enabled: false })).toMatchObject({
      code: 'WRONG_STATE',
      field: 'input.enabled',
      message: expect.stringContaining('customerMethods'),
    });
    expect(await admin.refusal('singleSignOnRemove', {})).toMatchObject({ code: 'WRONG_STATE', field: null });
    expect(await read()).toMatchObject({ enabled: true });
    await admin.done('signInSettingsUpdate', { input: { customerMethods: ['EMAIL'] } });
    await update({ enabled: false });
  });

  it('is changed by who has shown lately who they are: it decides who comes in as whom', async () => {
    await update(complete);
    await portal.database.superuser.query(
      `update session set proven_at = now() - interval '11 minutes' where user_id = $1`,
      [admin.id],
    );
    const required = { code: 'REAUTHENTICATION_REQUIRED', field: null };
    expect(await refusal({ issuer: 'https://evil.example' })).toMatchObject(required);
    expect(await admin.refusal('singleSignOnRemove', {})).toMatchObject(required);
    expect(await read()).toMatchObject({ issuer });
    await admin.done('identityConfirm', { input: { password } });
    await update({ label: 'Padma' });
  });

  it('cannot be tried before a provider was entered, and says what is wrong with one', async () => {
    expect(await admin.refusal('singleSignOnCheck', {})).toMatchObject({ code: 'WRONG_STATE' });
    await update({ ...complete, issuer: 'http://127.0.0.1:1' });
    expect((await admin.done('singleSignOnCheck', {})).problems).toEqual(['INSIDE_ADDRESS']);
    await update({ issuer: 'http://nowhere.invalid' });
    expect((await admin.done('singleSignOnCheck', {})).problems).toEqual(['NAME_NOT_FOUND']);
  });

  it('says so when the secret was encrypted with a key that is gone', async () => {
    await update(complete);
    await portal.database.superuser.query(
      `update single_sign_on set client_secret = 'unknown.' || split_part(client_secret, '.', 2)`,
    );
    expect((await admin.done('singleSignOnCheck', {})).problems).toEqual(['SECRET_UNREADABLE']);
  });

  it('is forgotten as a whole', async () => {
    const first = await read();
    await update({ ...complete, enabled: true, label: 'Padma' });
    expect((await admin.done('singleSignOnRemove', {})).singleSignOn).toMatchObject(first);
    expect(await read()).toEqual(first);
  });
});
