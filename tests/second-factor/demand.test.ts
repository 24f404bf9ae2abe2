import { beforeEach, describe, expect, it } from 'vitest';
import { Visitor } from '../sessions/visitor.ts';
import { usePortal } from '../support/portal.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';
import { Authenticator, turnOn } from './authenticator.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;
let agent: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [admin, agent] = [await tenant.admin(), await tenant.agent()];
  await admin.done('signInSettingsUpdate', { input: { secondFactorDemanded: true } });
});

interface Answer {
  session: { viewer: { id: string; totpSince: string | null } } | null;
  secondFactor: { token: string; mustSetUp: boolean } | null;
  recoveryCodes?: string[] | null;
  userErrors: { code: string; field: string | null }[];
}

const fields = 'session { viewer { id totpSince } } secondFactor { token mustSetUp } userErrors { code field }';

/** Somebody who has given the right password. */
async function ask({ email, tenantSlug }: Person): Promise<{ visitor: Visitor; answer: Answer }> {
  const visitor = new Visitor(portal.url);
  const { signIn } = await visitor.ask<{ signIn: Answer }>(
    `mutation($input: SignInInput!) { signIn(input: $input) { ${fields} } }`,
    { input: { email, tenant: tenantSlug, password } },
  );
  return { visitor, answer: signIn };
}

const setUp = async (visitor: Visitor, token: string) =>
  (
    await visitor.ask<{ secondFactorSetUp: { secret: string | null; userErrors: { code: string }[] } }>(
      'mutation($input: SecondFactorSetUpInput!) { secondFactorSetUp(input: $input) { secret userErrors { code } } }',
      { input: { token } },
    )
  ).secondFactorSetUp;

const verify = async (visitor: Visitor, token: string, code: string) =>
  (
    await visitor.ask<{ secondFactorVerify: Answer }>(
      `mutation($input: SecondFactorVerifyInput!) { secondFactorVerify(input: $input) { recoveryCodes ${fields} } }`,
      { input: { token, code } },
    )
  ).secondFactorVerify;

describe('where the tenant demands a second factor', () => {
  it('staff without one set it up before they come in, also where an answer is lost; sessions go on', async () => {
    expect((await agent.get('{ viewer { id } }')).viewer.id).toBe(agent.id);
    const { visitor, answer } = await ask(agent);
    expect(answer).toMatchObject({ session: null, secondFactor: { mustSetUp: true }, userErrors: [] });
    const { token } = answer.secondFactor!;
    expect((await verify(visitor, token, '123456')).userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    const { secret } = await setUp(visitor, token);
    expect((await setUp(visitor, token)).secret).toBe(secret);
    const code = new Authenticator(secret!).code();
    const first = await verify(visitor, token, code);
    expect(first.session?.viewer).toEqual({ id: agent.id, totpSince: expect.any(String) });
    const again = await verify(visitor, token, code);
    expect(again.session?.viewer.id).toBe(agent.id);
    expect(again.recoveryCodes).toHaveLength(10);
    expect((await setUp(visitor, token)).userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    expect((await ask(agent)).answer.secondFactor).toMatchObject({ mustSetUp: false });
  });

  it('customers are not asked, and staff cannot turn theirs off', async () => {
    expect((await ask(await tenant.customer())).answer.session).not.toBeNull();
    await turnOn(portal, admin);
    expect(await admin.refusal('totpRemove', {})).toMatchObject({ code: 'WRONG_STATE' });
  });

  it('a question about a second factor that is there does not set up another', async () => {
    await turnOn(portal, agent);
    const { visitor, answer } = await ask(agent);
    expect((await setUp(visitor, answer.secondFactor!.token)).userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });
});
