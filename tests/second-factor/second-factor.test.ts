import { beforeEach, describe, expect, it } from 'vitest';
import { decodeJwt } from 'jose';
import { guessTenTimes } from '../sessions/guesses.ts';
import { Visitor } from '../sessions/visitor.ts';
import type { UserErrorAnswer } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { Authenticator, forgetCodes, turnOn, withinOneStep } from './authenticator.ts';

const portal = usePortal();
let tenant: TestTenant;
let agent: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  agent = await tenant.agent();
});

interface Answer {
  session: { accessToken: string; viewer: { id: string } } | null;
  userErrors: UserErrorAnswer[];
}

interface Question {
  token: string;
  expiresAt: string;
  methods: string[];
}

const factorOf = async (person: Person) =>
  (await person.get('{ viewer { totpSince secondFactor { recoveryCodesLeft } } }')).viewer;

/** Somebody who has given the right password, and what they are asked then. */
async function ask(person = agent, url = portal.url, headers = {}): Promise<{ visitor: Visitor; question: Question }> {
  const visitor = new Visitor(url, 'portal.test', headers);
  const { signIn } = await visitor.ask<{ signIn: { session: null; secondFactor: Question } }>(
    `mutation($input: SignInInput!) { signIn(input: $input) {
      session { accessToken } secondFactor { token expiresAt methods } userErrors { code } } }`,
    { input: { email: person.email, tenant: person.tenantSlug, password: 'correct horse battery staple' } },
  );
  expect(signIn.session).toBeNull();
  return { visitor, question: signIn.secondFactor };
}

async function answer(visitor: Visitor, token: string, code: string): Promise<Answer> {
  const { secondFactorVerify } = await visitor.ask<{ secondFactorVerify: Answer }>(
    `mutation($input: SecondFactorVerifyInput!) { secondFactorVerify(input: $input) {
      session { accessToken viewer { id } } userErrors { code message field } } }`,
    { input: { token, code } },
  );
  return secondFactorVerify;
}

/** Signs in by password and code; answers with the errors. */
async function signInWith(code: string, url = portal.url): Promise<string[]> {
  const { visitor, question } = await ask(agent, url);
  const { session, userErrors } = await answer(visitor, question.token, code);
  expect(session === null).toBe(userErrors.length > 0);
  return userErrors.map(({ code: error, field }) => `${error} ${field}`);
}

const wrong = ['INVALID_CREDENTIALS input.code'];

describe('an authenticator', () => {
  it('is set up with a secret, also as what a QR code says, and turned on by its first code', async () => {
    const { secret, uri } = await agent.done('totpSetUp', {});
    const link = new URL(uri);
    expect(decodeURIComponent(link.pathname)).toContain(`${tenant.tenant.name}:${agent.email}`);
    expect(link.searchParams.get('secret')).toBe(secret);
    expect(await factorOf(agent)).toEqual({ totpSince: null, secondFactor: null });
    expect(
      (await new Visitor(portal.url).signIn({ email: agent.email, tenant: agent.tenantSlug })).session,
    ).not.toBeNull();

    const { recoveryCodes } = await agent.done('totpConfirm', { input: { code: new Authenticator(secret).code() } });
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await factorOf(agent)).toEqual({
      totpSince: expect.any(String),
      secondFactor: { recoveryCodesLeft: 10 },
    });
    await portal.settle();
    expect(portal.mailbox.to(agent.email).map(({ subject }) => subject)).toEqual([
      `Two-step sign-in for ${tenant.tenant.name} is on`,
    ]);
  });

  it('is not turned on by a wrong code, nor without a secret', async () => {
    const code = '123456';
    expect(await agent.refusal('totpConfirm', { input: { code } })).toMatchObject({ code: 'WRONG_STATE' });
    const { secret } = await agent.done('totpSetUp', {});
    const right = new Authenticator(secret);
    const other = [0, -1, 1].map((step) => right.code(step)).includes(code) ? '654321' : code;
    expect(await agent.refusal('totpConfirm', { input: { code: other } })).toMatchObject({
      code: 'INVALID_CREDENTIALS',
      field: 'input.code',
    });
    expect(await factorOf(agent)).toMatchObject({ totpSince: null });
  });

  it('may be set up and turned on again where an answer was lost', async () => {
    const first = await agent.done('totpSetUp', {});
    expect(await agent.done('totpSetUp', {})).toEqual(first);
    await withinOneStep(async () => {
      const { secret } = await agent.done('totpSetUp', {});
      const input = { code: new Authenticator(secret).code() };
      const lost = await agent.done('totpConfirm', { input });
      const { recoveryCodes } = await agent.done('totpConfirm', { input });
      expect(recoveryCodes).toHaveLength(10);
      expect(lost.recoveryCodes).not.toContain(recoveryCodes[0]);
      await forgetCodes(portal, agent);
      expect(await signInWith(lost.recoveryCodes[0])).toEqual(wrong);
      expect(await signInWith(recoveryCodes[0])).toEqual([]);
    });
  });

  it('can be replaced: the old one is good until the new one is confirmed', async () => {
    const { authenticator: old } = await turnOn(portal, agent);
    const { secret } = await agent.done('totpSetUp', {});
    expect(await signInWith(old.code())).toEqual([]);
    const next = new Authenticator(secret);
    await agent.done('totpConfirm', { input: { code: next.code() } });
    await forgetCodes(portal, agent);
    expect(await signInWith(old.code())).toEqual(wrong);
    expect(await signInWith(next.code())).toEqual([]);
  });

  it('is turned off, and signing in asks for nothing more', async () => {
    await turnOn(portal, agent);
    await agent.done('totpRemove', {});
    await agent.done('totpRemove', {});
    expect(await factorOf(agent)).toEqual({ totpSince: null, secondFactor: null });
    expect(
      (await new Visitor(portal.url).signIn({ email: agent.email, tenant: agent.tenantSlug })).session,
    ).not.toBeNull();
    await portal.settle();
    const off = `Two-step sign-in for ${tenant.tenant.name} is off`;
    expect(portal.mailbox.to(agent.email).filter(({ subject }) => subject === off)).toHaveLength(1);
  });

  it('has a secret that the database does not tell, and that is of no use to anybody else', async () => {
    const { authenticator } = await turnOn(portal, agent);
    const other = await tenant.agent();
    await turnOn(portal, other);
    const { rows } = await portal.database.superuser.query('select secret from second_factor where user_id = $1', [
      agent.id,
    ]);
    expect(JSON.stringify(rows)).not.toContain(authenticator.secret);
    await portal.database.superuser.query('update second_factor set secret = $2 where user_id = $1', [
      other.id,
      rows[0].secret,
    ]);
    const { visitor, question } = await ask(other);
    await expect(answer(visitor, question.token, authenticator.code())).rejects.toThrow('INTERNAL');
  });
});

describe('signing in with a second factor', () => {
  let authenticator: Authenticator;
  let recoveryCodes: string[];

  beforeEach(async () => {
    ({ authenticator, recoveryCodes } = await turnOn(portal, agent));
  });

  it('needs the code after the right password, and nothing else tells that there is one', async () => {
    const { visitor, question } = await ask();
    expect(question.methods).toEqual(['TOTP']);
    expect(visitor.refreshToken).toBeNull();
    expect(Date.parse(question.expiresAt) - Date.now()).toBeLessThanOrEqual(10 * 60_000);
    const { session } = await answer(visitor, question.token, authenticator.code());
    expect(session?.viewer.id).toBe(agent.id);
    expect((await visitor.refresh()).session?.viewer.id).toBe(agent.id);
    const input = { email: agent.email, tenant: agent.tenantSlug, password: 'not the password' };
    expect((await new Visitor(portal.url).signIn(input)).userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  });

  it.each([-1, 0, 1])('accepts the code of a clock that is %d steps ahead', async (steps) => {
    expect(
      await withinOneStep(async () => {
        await forgetCodes(portal, agent);
        return signInWith(authenticator.code(steps));
      }),
    ).toEqual([]);
  });

  it.each([-3, 3])('refuses the code of a clock that is %d steps ahead', async (steps) => {
    expect(await signInWith(authenticator.code(steps))).toEqual(wrong);
  });

  it('accepts a code as people write it: with blanks, dashes, and digits of any script', async () => {
    const written = authenticator.code().replace(/\d/g, (digit) => String.fromCodePoint(0x9e6 + Number(digit)));
    expect(await signInWith(` ${written.slice(0, 3)} ${written.slice(3)}`)).toEqual([]);
  });

  it('accepts a code once, and none that is older', async () => {
    expect(await signInWith(authenticator.code(1))).toEqual([]);
    expect(await signInWith(authenticator.code(1))).toEqual(wrong);
    expect(await signInWith(authenticator.code())).toEqual(wrong);
  });

  it('accepts a code once, also where two servers are given it at the same time', async () => {
    const second = await portal.secondServer();
    const answers = await Promise.all(
      [portal.url, second.url, portal.url, second.url].map((url) => signInWith(authenticator.code(), url)),
    );
    expect(answers.filter((errors) => errors.length === 0)).toHaveLength(1);
  });

  it('accepts a recovery code once, however it is written, and tells its owner', async () => {
    const [code] = recoveryCodes;
    expect(await signInWith(` ${code!.toLowerCase().replace('-', ' ')}`)).toEqual([]);
    expect(await signInWith(code!)).toEqual(wrong);
    expect(await factorOf(agent)).toMatchObject({ secondFactor: { recoveryCodesLeft: 9 } });
    await portal.settle();
    expect(portal.mailbox.to(agent.email).map(({ subject }) => subject)).toContain(
      `A recovery code for ${tenant.tenant.name} was used`,
    );
  });

  it('accepts a recovery code once, also where two servers are given it at the same time', async () => {
    const second = await portal.secondServer();
    const answers = await Promise.all([portal.url, second.url].map((url) => signInWith(recoveryCodes[0]!, url)));
    expect(answers.filter((errors) => errors.length === 0)).toHaveLength(1);
  });

  it('accepts no recovery code that was replaced, and none of somebody else', async () => {
    const renewed = (await agent.done('recoveryCodesRenew', {})).recoveryCodes;
    const { recoveryCodes: ofOther } = await turnOn(portal, await tenant.agent());
    expect(await signInWith(recoveryCodes[0]!)).toEqual(wrong);
    expect(await signInWith(ofOther[0]!)).toEqual(wrong);
    expect(await signInWith(renewed[0])).toEqual([]);
  });

  it.each(['a code', 'a recovery code'])('may be repeated where the answer was lost: %s', async (what) => {
    const { visitor, question } = await ask();
    const code = what === 'a code' ? authenticator.code() : recoveryCodes[0]!;
    const [first, again] = [await answer(visitor, question.token, code), await answer(visitor, question.token, code)];
    const sessions = [first, again].map(({ session }) => decodeJwt(session!.accessToken)['session']);
    expect(sessions[0]).toBe(sessions[1]);
    await visitor.refresh();
    expect((await answer(visitor, question.token, code)).userErrors).toMatchObject([
      { code: 'WRONG_STATE', field: 'input.token' },
    ]);
  });

  it('takes no answer from another device, nor about an account that has changed', async () => {
    const { question } = await ask(agent, portal.url, { 'user-agent': 'one' });
    const elsewhere = new Visitor(portal.url, 'portal.test', { 'user-agent': 'another' });
    const ended = [{ code: 'WRONG_STATE', field: 'input.token' }];
    expect((await answer(elsewhere, question.token, authenticator.code())).userErrors).toMatchObject(ended);
    expect((await answer(elsewhere, 'no token', authenticator.code())).userErrors).toMatchObject(ended);

    const before = await ask();
    await agent.done('passwordChange', {
      input: { currentPassword: 'correct horse battery staple', newPassword: 'another battery staple' },
    });
    expect((await answer(before.visitor, before.question.token, authenticator.code())).userErrors).toMatchObject(ended);
  });

  it('signs nobody in with the token of the question, nor with an access or refresh token as one', async () => {
    const { visitor, question } = await ask();
    visitor.refreshToken = question.token;
    expect((await visitor.refresh()).userErrors).toMatchObject([{ code: 'SESSION_ENDED' }]);
    const { session } = await answer(visitor, question.token, authenticator.code());
    const { refreshToken } = visitor;
    for (const token of [session!.accessToken, refreshToken])
      expect((await answer(visitor, token, recoveryCodes[0]!)).userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('counts guesses: soon no code is taken any more, also the right one', async () => {
    const { visitor, question } = await ask();
    const answers = await guessTenTimes(portal, () => answer(visitor, question.token, authenticator.code(5)));
    for (const { userErrors } of answers) expect(userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    const { userErrors } = await answer(visitor, question.token, authenticator.code());
    expect(userErrors).toMatchObject([{ code: 'TOO_MANY_ATTEMPTS' }]);
  });
});
