import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';
import {
  askForReset,
  linkIn,
  lookAt,
  mailedReset,
  newPassword,
  reset,
  tokensTo,
  trySignIn,
  used,
  useForgetfulPortal,
} from '../account-links/emailed-links.ts';
import { guessTenTimes } from '../sessions/guesses.ts';
import { Visitor } from '../sessions/visitor.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant({ name: 'Northern Lights Internet' });
  await portal.world.tenant();
});

beforeEach(async () => {
  customer = await tenant.customer();
});

describe('choosing a new password by the link', () => {
  it('sets it, and signs in', async () => {
    const token = await mailedReset(portal, customer);
    const visitor = new Visitor(portal.url);
    const { passwordReset } = await visitor.ask<any>(
      'mutation($input: PasswordResetInput!) { passwordReset(input: $input) { session { accessToken viewer { id } } userErrors { code } } }',
      { input: { token, newPassword } },
    );
    expect(passwordReset).toMatchObject({ session: { viewer: { id: customer.id } }, userErrors: [] });
    expect((await visitor.refresh()).session?.viewer.id).toBe(customer.id);
    expect(await trySignIn(portal, customer, newPassword)).toEqual([]);
    expect(await trySignIn(portal, customer, password)).toEqual(['INVALID_CREDENTIALS']);
  });

  it('ends all sessions of the user with their sockets at every server', async () => {
    const second = await portal.secondServer();
    const sockets = await Promise.all(
      [customer, new ApiClient(second.url, customer.accessToken)].map((client) => client.openSocket()),
    );
    const { session } = await reset(portal, await mailedReset(portal, customer));
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect((await customer.ask('{ viewer { id } }')).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    const { sessions } = await new ApiClient(portal.url, session.accessToken).get('{ sessions { nodes { current } } }');
    expect(sessions.nodes).toEqual([{ current: true }]);
  });

  it('works for staff, too', async () => {
    const agent = await tenant.agent();
    expect(await reset(portal, await mailedReset(portal, agent))).toMatchObject({
      session: { viewer: { id: agent.id } },
    });
  });

  it('is confirmed to the user by email', async () => {
    await reset(portal, await mailedReset(portal, customer));
    await portal.settle();
    const mail = portal.mailbox.to(customer.email).at(-1)!;
    expect(mail.subject).toBe('Your password for Northern Lights Internet was changed');
    expect(linkIn(mail).href).toBe(`http://${tenant.tenant.slug}.portal.test/forgot-password`);
  });

  it('can be done once', async () => {
    const token = await mailedReset(portal, customer);
    expect(await reset(portal, token)).toMatchObject({ userErrors: [] });
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'USED' });
    expect(await reset(portal, token, 'another new password')).toEqual(used);
    expect(await trySignIn(portal, customer, newPassword)).toEqual([]);
  });

  it('is done once by many at once, at two servers', async () => {
    const token = await mailedReset(portal, customer);
    const second = new ApiClient((await portal.secondServer()).url);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 ? second : portal.nobody).verb('passwordReset', {
          input: { token, newPassword: `new password ${index}` },
        }),
      ),
    );
    expect(answers.filter(({ session }) => session !== null)).toHaveLength(1);
    expect(answers.filter(({ session }) => session === null)).toEqual(Array.from({ length: 7 }, () => used));
  });

  it('uses up earlier and later links, which another request does not', async () => {
    await Promise.all([askForReset(portal, customer), askForReset(portal, customer), askForReset(portal, customer)]);
    const [first, second, third] = (await tokensTo(portal, customer.email)) as [string, string, string];
    for (const token of [first, second, third]) {
      expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    }
    expect(await reset(portal, second)).toMatchObject({ userErrors: [] });
    expect(await reset(portal, first)).toEqual(used);
    expect(await reset(portal, third)).toEqual(used);
  });

  it('is done by one of two links that are used at once', async () => {
    await Promise.all([askForReset(portal, customer), askForReset(portal, customer)]);
    const tokens = await tokensTo(portal, customer.email);
    const answers = await Promise.all(tokens.map((token) => reset(portal, token)));
    expect(answers.filter(({ session }) => session !== null)).toHaveLength(1);
    expect(answers.filter(({ session }) => session === null)).toEqual([used]);
  });

  it('is no longer possible once the password was changed in the meantime', async () => {
    const token = await mailedReset(portal, customer);
    await customer.done('passwordChange', { input: { currentPassword: password, newPassword } });
    expect(await reset(portal, token, 'another new password')).toEqual(used);
  });

  it.each([
    ['nine char', 'TOO_SHORT'],
    ['p'.repeat(1_001), 'TOO_LONG'],
    ['Northern Lights Internet', 'INVALID'],
    ['', 'REQUIRED'],
  ])('refuses a password against the rules and leaves the link good: %j', async (given, code) => {
    const token = await mailedReset(portal, customer);
    expect(await reset(portal, token, given)).toMatchObject({
      session: null,
      userErrors: [{ code, field: 'input.newPassword' }],
    });
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
  });

  it('works for somebody whose sign-in is blocked by too many guesses', async () => {
    await guessTenTimes(portal, (index) => trySignIn(portal, customer, `guess ${index}`));
    expect(await trySignIn(portal, customer, password)).toEqual(['TOO_MANY_ATTEMPTS']);
    expect(await reset(portal, await mailedReset(portal, customer))).toMatchObject({
      session: { viewer: { id: customer.id } },
    });
  });
});
