import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { turnOn } from '../second-factor/authenticator.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { Device } from './device.ts';

const portal = usePortal();
let tenant: TestTenant;
let agent: Person;
let device: Device;

beforeAll(async () => {
  tenant = await portal.world.tenant();
});

beforeEach(async () => {
  agent = await tenant.agent();
  device = new Device(portal.url, `${tenant.tenant.slug}.portal.test`);
  await device.register(agent);
  await turnOn(portal, agent);
});

const refused = { session: null, userErrors: [{ code: 'INVALID_CREDENTIALS', field: null }] };
const over = { session: null, userErrors: [{ code: 'WRONG_STATE', field: 'input.clientDataJSON' }] };

/** What somebody sends who has given the password and touched the device. */
async function touch(deviation = {}) {
  const { token } = await device.askByPassword(agent);
  const { options } = await device.askForSecondFactor(token);
  return { token, signed: device.authenticator.get(options, deviation) };
}

describe('a passkey after the right password', () => {
  it('is offered beside the code, and begins the session with a touch', async () => {
    const { token, methods } = await device.askByPassword(agent);
    expect(methods).toEqual(['TOTP', 'PASSKEY']);
    const { options, userErrors } = await device.askForSecondFactor(token);
    expect(userErrors).toEqual([]);
    expect(options).toMatchObject({
      rpId: device.host,
      userVerification: 'preferred',
      allowCredentials: [{ id: device.authenticator.credentialId.toString('base64url') }],
    });
    const answer = await device.answerQuestion(token, device.authenticator.get(options, { userVerified: false }));
    expect(answer).toMatchObject({ session: { viewer: { id: agent.id } }, userErrors: [] });
    const { auditLog } = await (
      await tenant.admin()
    ).get('{ auditLog(first: 9, filter: { security: true }) { nodes { event user { id } changes { to } } } }');
    expect(auditLog.nodes).toContainEqual({
      event: 'SignInSucceeded',
      user: { id: agent.id },
      changes: [{ to: 'SECOND_PASSKEY' }],
    });
  });

  it('may be repeated where the answer was lost, and begins one session', async () => {
    const { token, signed } = await touch();
    const first = await device.answerQuestion(token, signed);
    const second = await device.answerQuestion(token, signed);
    expect([first.userErrors, second.userErrors]).toEqual([[], []]);
    const count = 'select count(*)::int from session where user_id = $1';
    const { rows } = await portal.database.superuser.query(count, [agent.id]);
    // and the one of the test itself
    expect(rows[0].count).toBe(2);
  });

  it('counts for one question: what was signed is of no use for another, nor to sign in without a password', async () => {
    const { token, signed } = await touch();
    expect((await device.answerQuestion(token, signed)).userErrors).toEqual([]);
    expect(await device.answerQuestion((await touch()).token, signed)).toMatchObject(over);
    expect(await device.answer((await touch()).signed)).toMatchObject(over);
    const { token: third } = await touch();
    const forSigningIn = device.authenticator.get((await device.askToSignIn()).options);
    expect(await device.answerQuestion(third, forSigningIn)).toMatchObject(over);
  });

  it('must be one of the same person, signed for this page', async () => {
    const { token, signed } = await touch({ origin: 'http://evil.example' });
    expect(await device.answerQuestion(token, signed)).toMatchObject(refused);
    const stranger = new Device(portal.url, device.host);
    await stranger.register(await tenant.agent());
    const { options } = await device.askForSecondFactor(token);
    expect(await device.answerQuestion(token, stranger.authenticator.get(options))).toMatchObject(refused);
    expect(await device.answerQuestion('invented', signed)).toMatchObject({
      session: null,
      userErrors: [{ code: 'WRONG_STATE', field: 'input.token' }],
    });
  });

  it('is not offered at another host, nor where the role does not use passkeys', async () => {
    const elsewhere = device.at({ host: 'portal.test' });
    const { token, methods } = await elsewhere.askByPassword(agent);
    expect(methods).toEqual(['TOTP']);
    expect(await elsewhere.askForSecondFactor(token)).toMatchObject({
      options: null,
      userErrors: [{ code: 'WRONG_STATE', field: null }],
    });
    const admin = await tenant.admin();
    await admin.done('signInSettingsUpdate', { input: { agentMethods: ['PASSWORD'] } });
    const question = await device.askByPassword(agent);
    await admin.done('signInSettingsUpdate', { input: { agentMethods: ['PASSWORD', 'PASSKEY'] } });
    expect(question.methods).toEqual(['TOTP']);
  });

  it('is no second factor of who has not turned one on', async () => {
    await agent.done('totpRemove', {});
    expect(await device.askByPassword(agent)).toBeNull();
  });
});
