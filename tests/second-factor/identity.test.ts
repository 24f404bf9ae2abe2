import 'reflect-metadata';
import { beforeEach, describe, expect, it } from 'vitest';
import { provenRule } from '../../server/graphql/user-error.ts';
import { makeSchema } from '../../server/schema.ts';
import { usePortal } from '../support/portal.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';
import { forgetCodes, turnOn } from './authenticator.ts';

const portal = usePortal();
let tenant: TestTenant;
let agent: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  agent = await tenant.agent();
});

/** As if somebody had signed in so long ago. */
const letPass = (person: Person, minutes: number) =>
  portal.database.superuser.query(
    'update session set proven_at = now() - make_interval(mins => $2) where user_id = $1',
    [person.id, minutes],
  );

const required = { code: 'REAUTHENTICATION_REQUIRED', field: null };

describe('a sensitive step', () => {
  it('is each of these, and says so', () => {
    const mutations = Object.values(makeSchema().getMutationType()!.getFields());
    const sensitive = mutations.filter(({ description }) => description?.includes(provenRule)).map(({ name }) => name);
    expect(sensitive.toSorted()).toEqual([
      'apiKeyCreate',
      'apiKeyRevoke',
      'apiKeyRotate',
      'passkeyRegister',
      'passkeyRegistrationBegin',
      'passkeyRemove',
      'recoveryCodesRenew',
      'singleSignOnRemove',
      'singleSignOnUpdate',
      'staffSecondFactorReset',
      'totpConfirm',
      'totpRemove',
      'totpSetUp',
    ]);
  });

  it('is refused ten minutes after signing in, and done once the password was given again', async () => {
    await letPass(agent, 9);
    await agent.done('totpSetUp', {});
    await letPass(agent, 10);
    expect(await agent.refusal('totpSetUp', {})).toMatchObject(required);
    expect(await agent.refusal('identityConfirm', { input: { password: 'not the password' } })).toMatchObject({
      code: 'INVALID_CREDENTIALS',
      field: 'input.password',
    });
    expect(await agent.refusal('totpSetUp', {})).toMatchObject(required);
    await agent.done('identityConfirm', { input: { password } });
    await agent.done('totpSetUp', {});
  });

  it('needs a code of who has a second factor: the password alone is not enough', async () => {
    const { authenticator, recoveryCodes } = await turnOn(portal, agent);
    await letPass(agent, 10);
    expect(await agent.refusal('identityConfirm', { input: { password } })).toMatchObject({
      code: 'REQUIRED',
      field: 'input.code',
    });
    const input = { code: authenticator.code() };
    await agent.done('identityConfirm', { input });
    // a lost answer is given again, and prolongs nothing
    await letPass(agent, 9);
    await agent.done('identityConfirm', { input });
    const { rows } = await portal.database.superuser.query(
      "select count(*)::int as prolonged from session where user_id = $1 and proven_at > now() - interval '8 minutes'",
      [agent.id],
    );
    expect(rows).toEqual([{ prolonged: 0 }]);
    await letPass(agent, 10);
    expect(await agent.refusal('identityConfirm', { input })).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await agent.done('identityConfirm', { input: { code: recoveryCodes[0] } });
    await agent.done('totpRemove', {});
  });

  it('is opened in the one session in which it was shown', async () => {
    const other = await agent.signInAgain();
    await letPass(agent, 10);
    await agent.done('identityConfirm', { input: { password } });
    await agent.done('totpSetUp', {});
    expect(await other.refusal('totpSetUp', {})).toMatchObject(required);
  });
});

describe('a second factor that is lost', () => {
  it('is reset by an admin: its owner is told, signed out, and signs in with the password alone', async () => {
    const admin = await tenant.admin();
    await turnOn(portal, agent);
    const found = async () =>
      (await admin.get('{ staff { nodes { id totpSince } } }')).staff.nodes.find(
        ({ id }: { id: string }) => id === agent.id,
      ).totpSince;
    expect(await found()).not.toBeNull();
    await admin.done('staffSecondFactorReset', { id: agent.id });
    expect(await found()).toBeNull();
    expect((await agent.ask('{ viewer { id } }')).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    await agent.signInAgain();
    await portal.settle();
    expect(portal.mailbox.to(agent.email).map(({ subject }) => subject)).toContain(
      `Two-step sign-in for ${tenant.tenant.name} was reset`,
    );
    expect(await admin.refusal('staffSecondFactorReset', { id: agent.id })).toMatchObject({ code: 'WRONG_STATE' });
  });

  it('is reset by nobody else, and by an admin only who has just shown who they are', async () => {
    const admin = await tenant.admin();
    const colleague = await tenant.agent();
    await turnOn(portal, agent);
    await forgetCodes(portal, agent);
    expect(await colleague.refusal('staffSecondFactorReset', { id: agent.id })).toMatchObject({ code: 'FORBIDDEN' });
    await letPass(admin, 10);
    expect(await admin.refusal('staffSecondFactorReset', { id: agent.id })).toMatchObject(required);
  });
});
