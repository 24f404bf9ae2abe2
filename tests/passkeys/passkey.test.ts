import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { mostPasskeys } from '#shared/limits.ts';
import { usePortal } from '../support/portal.ts';
import { turnOn } from '../second-factor/authenticator.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { Device } from './device.ts';

const portal = usePortal();
let tenant: TestTenant;
let other: TestTenant;
let customer: Person;
let device: Device;

beforeAll(async () => {
  [tenant, other] = await Promise.all([portal.world.tenant({ name: 'Padma' }), portal.world.tenant()]);
});

const hostOf = ({ tenant: { slug } }: TestTenant) => `${slug}.portal.test`;

beforeEach(async () => {
  customer = await tenant.customer();
  device = new Device(portal.url, hostOf(tenant));
});

afterEach(() => vi.useRealTimers());

const passkeysOf = async (person: Person) =>
  (await person.get('{ passkeys { nodes { id name host synced createdAt lastUsedAt copySuspectedAt } } }')).passkeys
    .nodes;

const refused = {
  session: null,
  userErrors: [{ code: 'INVALID_CREDENTIALS', field: null, message: expect.any(String) }],
};
const over = {
  session: null,
  userErrors: [{ code: 'WRONG_STATE', field: 'input.clientDataJSON', message: expect.any(String) }],
};
const later = (minutes: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000, shouldAdvanceTime: false });

describe('a passkey', () => {
  it('signs its user in without an email address or a password, as often as they like', async () => {
    const { passkey } = await device.register(customer);
    expect(await passkeysOf(customer)).toEqual([
      {
        id: passkey!.id,
        name: 'Phone',
        host: hostOf(tenant),
        synced: false,
        createdAt: expect.any(String),
        lastUsedAt: null,
        copySuspectedAt: null,
      },
    ]);
    for (let time = 0; time < 2; time++) {
      const { session, userErrors } = await device.signIn();
      expect(userErrors).toEqual([]);
      expect(session?.viewer.id).toBe(customer.id);
      expect(device.visitor.refreshToken).not.toBeNull();
    }
    expect(await passkeysOf(customer)).toMatchObject([{ lastUsedAt: expect.any(String) }]);
  });

  it('is begun alike for everybody: nothing of anybody is in it', async () => {
    await device.register(customer);
    const begun = await device.askToSignIn();
    expect(begun).toEqual({
      options: {
        challenge: expect.any(String),
        rpId: hostOf(tenant),
        timeout: expect.any(Number),
        userVerification: 'required',
        allowCredentials: [],
      },
      userErrors: [],
    });
  });

  it('is registered for the tenant and the person, and no authenticator gets a second one', async () => {
    const { options } = await device.askToCreate(customer);
    expect(options).toMatchObject({
      rp: { id: hostOf(tenant), name: 'Padma' },
      user: { name: customer.email, displayName: customer.name },
      excludeCredentials: [],
    });
    await device.register(customer);
    const id = device.authenticator.credentialId.toString('base64url');
    expect((await device.askToCreate(customer)).options.excludeCredentials).toEqual([
      { id, type: 'public-key', transports: ['internal'] },
    ]);
    const elsewhere = device.at({ host: 'portal.test' });
    expect((await elsewhere.askToCreate(customer)).options.excludeCredentials).toEqual([]);
  });

  it('says who signs in at the portal’s own host, where several tenants are', async () => {
    const shared = new Device(portal.url, 'portal.test');
    await shared.register(customer);
    expect((await shared.signIn()).session?.viewer.id).toBe(customer.id);
  });

  it('is two factors in one: nothing more is asked of who has an authenticator, or needs one to come in', async () => {
    const strict = await portal.world.tenant();
    const [agent, newcomer] = await Promise.all([strict.agent(), strict.agent()]);
    await turnOn(portal, agent);
    await (await strict.admin()).done('signInSettingsUpdate', { input: { secondFactorDemanded: true } });
    for (const person of [agent, newcomer]) {
      const own = new Device(portal.url, hostOf(strict));
      await own.register(person);
      expect((await own.signIn()).session?.viewer.id).toBe(person.id);
    }
  });

  it('works at the tenant’s own domain once it is registered there', async () => {
    const own = await portal.world.tenant({ domain: 'help.padma.example' });
    const agent = await own.agent();
    const there = new Device(portal.url, 'help.padma.example');
    await there.register(agent);
    expect((await there.signIn()).session?.viewer.id).toBe(agent.id);
  });

  it('is registered and used at any server', async () => {
    const { url } = await portal.secondServer();
    const { options } = await device.askToCreate(customer);
    await device.at({ url }).send(customer, device.authenticator.create(options));
    const begun = await device.at({ url }).askToSignIn();
    expect((await device.answer(device.authenticator.get(begun.options))).session?.viewer.id).toBe(customer.id);
  });
});

describe('of what is sent to sign in', () => {
  beforeEach(() => device.register(customer));

  it('nothing counts a second time, at this server or another', async () => {
    const input = device.authenticator.get((await device.askToSignIn()).options);
    const { url } = await portal.secondServer();
    const answers = await Promise.all([device, device.at({ url }), device].map((each) => each.answer(input)));
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
    expect(await device.answer(input)).toEqual(over);
  });

  it('a challenge is good for five minutes', async () => {
    const { options } = await device.askToSignIn();
    later(6);
    expect(await device.answer(device.authenticator.get(options))).toEqual(over);
    vi.useRealTimers();
    expect((await device.answer(device.authenticator.get(options))).session?.viewer.id).toBe(customer.id);
  });

  it('a challenge counts at the host at which it was asked for, and for what', async () => {
    const elsewhere = device.at({ host: 'portal.test' });
    const { options } = await elsewhere.askToSignIn();
    expect(await device.answer(device.authenticator.get({ ...options, rpId: hostOf(tenant) }))).toEqual(over);
    const { options: registration } = await device.askToCreate(customer);
    const { challenge } = registration;
    expect(await device.answer(device.authenticator.get({ challenge, rpId: hostOf(tenant) }))).toEqual(over);
  });

  it.each([
    ['an invented challenge', { challenge: Buffer.alloc(52).toString('base64url') }],
    ['no challenge', { challenge: '' }],
  ])('%s is refused', async (_, deviation) => {
    expect(await device.signIn(deviation)).toEqual(over);
  });

  it.each([
    ['another page', () => ({ origin: 'http://portal.test.evil.example' })],
    ['a page of another protocol', () => ({ origin: `https://${hostOf(tenant)}` })],
    ['a page of another tenant', () => ({ origin: `http://${hostOf(other)}` })],
    ['another host', () => ({ host: hostOf(other) })],
    ['the host above', () => ({ host: 'portal.test' })],
    ['another use of the key', () => ({ type: 'webauthn.create' })],
    ['a user who was not verified', () => ({ userVerified: false })],
  ])('what was signed for %s is refused', async (_, deviation) => {
    expect(await device.signIn(deviation())).toEqual(refused);
  });

  it('a passkey of one host does not work at another of the same tenant', async () => {
    expect(await device.at({ host: 'portal.test' }).signIn()).toEqual(refused);
  });

  it('a wrong signature, an unknown passkey and an unknown user are refused alike', async () => {
    const stranger = new Device(portal.url, hostOf(tenant));
    const someone = await tenant.customer();
    await stranger.register(someone);
    await someone.done('passkeyRemove', { id: (await passkeysOf(someone))[0].id });
    const input = device.authenticator.get((await device.askToSignIn()).options);
    const { signature } = stranger.authenticator.get((await device.askToSignIn()).options);
    const changes = [
      { signature },
      { signature: 'AAAA' },
      { authenticatorData: 'AAAA' },
      { credentialId: 'AAAA' },
      { userHandle: 'AAAA' },
      { userHandle: Buffer.alloc(32, 0x47).toString('base64url') },
      { userHandle: stranger.authenticator.get((await device.askToSignIn()).options).userHandle },
    ];
    for (const change of changes) expect(await device.answer({ ...input, ...change })).toEqual(refused);
    expect(await stranger.signIn()).toEqual(refused);
    // none of them has used the challenge up
    expect((await device.answer(input)).session?.viewer.id).toBe(customer.id);
  });

  it('a user or a tenant of elsewhere is refused, whoever says so', async () => {
    const agent = await other.agent();
    const elsewhere = new Device(portal.url, hostOf(other));
    await elsewhere.register(agent);
    const { userHandle } = elsewhere.authenticator.get((await elsewhere.askToSignIn()).options);
    const input = device.authenticator.get((await device.askToSignIn()).options);
    expect(await device.answer({ ...input, userHandle })).toEqual(refused);
    const there = elsewhere.authenticator.get((await device.askToSignIn()).options);
    expect(await device.answer(there)).toEqual(refused);
  });

  it('a user who was deactivated is refused, like one who never was', async () => {
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [customer.id]);
    expect(await device.signIn()).toEqual(refused);
  });

  it('a passkey is refused where the role does not sign in so, and is not used up by that', async () => {
    await portal.database.superuser.query(`update tenant set customer_sign_in_methods = '{PASSWORD}' where id = $1`, [
      tenant.id,
    ]);
    expect(await device.signIn()).toMatchObject({ session: null, userErrors: [{ code: 'METHOD_NOT_ALLOWED' }] });
    await portal.database.superuser.query(
      `update tenant set customer_sign_in_methods = '{PASSWORD,PASSKEY}' where id = $1`,
      [tenant.id],
    );
    expect((await device.signIn()).session?.viewer.id).toBe(customer.id);
  });

  it('a suspended tenant is told to be one', async () => {
    const suspended = await portal.world.tenant();
    const agent = await suspended.agent();
    const there = new Device(portal.url, hostOf(suspended));
    await there.register(agent);
    await portal.database.superuser.query('update tenant set suspended_at = now() where id = $1', [suspended.id]);
    expect(await there.signIn()).toMatchObject({ session: null, userErrors: [{ code: 'WRONG_STATE', field: null }] });
  });

  it.each(['not base64url: পদ্মা', Buffer.from('{"challenge":7}').toString('base64url'), 'e30'])(
    'client data that is none is refused: %s',
    async (clientDataJSON) => {
      const input = device.authenticator.get((await device.askToSignIn()).options);
      expect(await device.answer({ ...input, clientDataJSON })).toEqual(over);
    },
  );
});

it('the security log tells of passkeys, and of who came in with one or was refused', async () => {
  const quiet = await portal.world.tenant();
  const [admin, agent] = await Promise.all([quiet.admin(), quiet.agent()]);
  const there = new Device(portal.url, hostOf(quiet));
  const { passkey } = await there.register(agent);
  await there.signIn();
  await there.signIn({ origin: 'http://evil.example' });
  await agent.done('passkeyRemove', { id: passkey!.id });
  const { auditLog } = await admin.get(
    '{ auditLog(first: 4, filter: { security: true }) { nodes { event address user { id } changes { to } } } }',
  );
  expect(auditLog.nodes).toEqual([
    { event: 'PasskeyRemoved', address: '127.0.0.1', user: { id: agent.id }, changes: [] },
    { event: 'SignInFailed', address: '127.0.0.1', user: { id: agent.id }, changes: [] },
    { event: 'SignInSucceeded', address: '127.0.0.1', user: { id: agent.id }, changes: [{ to: 'PASSKEY' }] },
    { event: 'PasskeyAdded', address: '127.0.0.1', user: { id: agent.id }, changes: [] },
  ]);
});

describe('a counter', () => {
  beforeEach(() => device.register(customer));

  it('that goes backwards, as that of a copy does, is refused and noted for its user', async () => {
    expect((await device.signIn({ counter: 7 })).userErrors).toEqual([]);
    for (const counter of [7, 6, 0]) expect(await device.signIn({ counter })).toEqual(refused);
    expect(await passkeysOf(customer)).toMatchObject([{ copySuspectedAt: expect.any(String) }]);
    expect((await device.signIn({ counter: 8 })).userErrors).toEqual([]);
  });

  it('is not missed where an authenticator does not count', async () => {
    for (let time = 0; time < 2; time++) expect((await device.signIn({ counter: 0 })).userErrors).toEqual([]);
    expect(await passkeysOf(customer)).toMatchObject([{ copySuspectedAt: null }]);
  });
});

describe('registering', () => {
  const invalid = {
    passkey: null,
    userErrors: [{ code: 'INVALID', field: 'input.attestationObject', message: expect.any(String) }],
  };

  it.each([
    ['another page', () => ({ origin: 'http://evil.example' })],
    ['another host', () => ({ host: hostOf(other) })],
    ['another use of the key', () => ({ type: 'webauthn.get' })],
    ['a user who was not verified', () => ({ userVerified: false })],
  ])('refuses what was made for %s', async (_, deviation) => {
    expect(await device.register(customer, deviation())).toEqual(invalid);
  });

  it('refuses what is no attestation, and certificates that nobody has asked for', async () => {
    const { options } = await device.askToCreate(customer);
    const { authenticator } = device;
    const made = authenticator.create(options);
    expect(await device.send(customer, { ...made, attestationObject: 'AAAA' })).toEqual(invalid);
    for (const format of ['packed', 'android-key', 'fido-u2f', 'tpm'])
      expect(await device.send(customer, authenticator.create(options, {}, format))).toEqual(invalid);
    expect((await device.send(customer, made)).userErrors).toEqual([]);
  });

  it('succeeds when it is repeated, and registers once', async () => {
    const made = device.authenticator.create((await device.askToCreate(customer)).options);
    const [first, second] = [await device.send(customer, made), await device.send(customer, made)];
    expect(second).toEqual(first);
    expect(await passkeysOf(customer)).toHaveLength(1);
    await customer.done('passkeyRemove', { id: first.passkey!.id });
    expect((await device.send(customer, made)).userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('takes a challenge of its own viewer, host and time', async () => {
    const { options } = await device.askToCreate(customer);
    const made = device.authenticator.create(options);
    const isOver = { passkey: null, userErrors: [{ code: 'WRONG_STATE', field: 'input.clientDataJSON' }] };
    expect(await device.send(await tenant.customer(), made)).toMatchObject(isOver);
    expect(await device.at({ host: 'portal.test' }).send(customer, made)).toMatchObject(isOver);
    later(6);
    expect(await device.send(customer, made)).toMatchObject(isOver);
  });

  it('takes no passkey that somebody else has', async () => {
    await device.register(customer);
    expect(await device.register(await tenant.customer())).toMatchObject({
      passkey: null,
      userErrors: [{ code: 'CONFLICT' }],
    });
  });

  it('is not possible at the address of another tenant', async () => {
    expect(await device.at({ host: hostOf(other) }).askToCreate(customer)).toMatchObject({
      options: null,
      userErrors: [{ code: 'WRONG_STATE' }],
    });
  });

  it(`takes no more than ${mostPasskeys}`, async () => {
    const { options } = await device.askToCreate(customer);
    const made = device.authenticator.create(options);
    await portal.database.superuser.query(
      `insert into passkey select gen_random_uuid(), $1, $2, 'Key', 'portal.test', 'credential-' || n, '', 0, '{}', false, now()
       from generate_series(1, ${mostPasskeys}) n`,
      [tenant.id, customer.id],
    );
    expect(await device.askToCreate(customer)).toMatchObject({ userErrors: [{ code: 'TOO_MANY' }] });
    expect(await device.send(customer, made)).toMatchObject({ userErrors: [{ code: 'TOO_MANY' }] });
  });

  it('is refused where the role does not sign in with passkeys', async () => {
    const strict = await portal.world.tenant();
    const [admin, agent] = await Promise.all([strict.admin(), strict.agent()]);
    const there = new Device(portal.url, hostOf(strict));
    const made = there.authenticator.create((await there.askToCreate(agent)).options);
    await admin.done('signInSettingsUpdate', { input: { agentMethods: ['PASSWORD'] } });
    const notAllowed = { userErrors: [{ code: 'METHOD_NOT_ALLOWED', field: null }] };
    expect(await there.askToCreate(agent)).toMatchObject({ options: null, ...notAllowed });
    expect(await there.send(agent, made)).toMatchObject({ passkey: null, ...notAllowed });
    expect((await there.register(admin)).userErrors).toEqual([]);
  });

  it('says what is wrong with the name', async () => {
    const { options } = await device.askToCreate(customer);
    const made = device.authenticator.create(options);
    expect((await device.send(customer, { ...made, name: ' ' })).userErrors).toMatchObject([
      { code: 'REQUIRED', field: 'input.name' },
    ]);
    expect((await device.send(customer, { ...made, name: 'n'.repeat(101) })).userErrors).toMatchObject([
      { code: 'TOO_LONG', field: 'input.name' },
    ]);
  });
});

describe('the passkeys of somebody', () => {
  it('are renamed and removed by them, and nobody signs in with one that was removed', async () => {
    const { passkey } = await device.register(customer);
    const { id } = passkey!;
    const renamed = await customer.done('passkeyRename', { id, input: { name: ' Old\nphone ' } });
    expect(renamed.passkey.name).toBe('Old phone');
    await customer.done('passkeyRemove', { id });
    expect(await passkeysOf(customer)).toEqual([]);
    expect(await device.signIn()).toEqual(refused);
    for (const call of [
      customer.refusal('passkeyRemove', { id }),
      customer.refusal('passkeyRename', { id, input: { name: 'x' } }),
      customer.refusal('passkeyRemove', { id: randomUUID() }),
    ])
      expect(await call).toMatchObject({ code: 'NOT_FOUND', field: 'id' });
  });

  it('are seen by nobody else, not by an admin either', async () => {
    const admin = await tenant.admin();
    const { passkey } = await device.register(customer);
    expect(await passkeysOf(admin)).toEqual([]);
    expect(await admin.refusal('passkeyRemove', { id: passkey!.id })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await passkeysOf(customer)).toHaveLength(1);
  });

  it('are told by email when one is added or removed, in the language of the person', async () => {
    await customer.done('profileUpdate', { input: { locale: 'bn' } });
    const { passkey } = await device.register(customer);
    await customer.done('passkeyRemove', { id: passkey!.id });
    await portal.settle();
    const mails = portal.mailbox.to(customer.email).map(({ subject }) => subject);
    expect(mails.toSorted()).toEqual([
      'Padma: আপনার অ্যাকাউন্ট থেকে পাসকি সরানো হয়েছে',
      'Padma: আপনার অ্যাকাউন্টে পাসকি যোগ করা হয়েছে',
    ]);
  });
});

it('challenges that were answered are deleted some time after they have expired', async () => {
  const { superuser } = portal.database;
  await superuser.query(
    `insert into operations.answered_challenge select gen_random_uuid(), now() - make_interval(hours => h) from unnest(array[1, 25]) h`,
  );
  const count = async () =>
    (await superuser.query('select count(*)::int from operations.answered_challenge')).rows[0].count;
  const before = await count();
  await portal.runNightlyJobs();
  expect(await count()).toBe(before - 1);
});
