import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashPassword } from '../../server/access/passwords.ts';
import { ApiClient } from '../support/api.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';
import { countTriedPasswords, guessTenTimes } from '../sessions/guesses.ts';
import { newPassword, trySignIn, useForgetfulPortal } from '../account-links/emailed-links.ts';
import { Visitor } from '../sessions/visitor.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant({ name: 'Northern Lights Internet' });
});

beforeEach(async () => {
  customer = await tenant.customer();
});

async function signedIn() {
  const visitor = new Visitor(portal.url);
  const { session } = await visitor.signIn({ email: customer.email, tenant: customer.tenantSlug });
  return { visitor, api: new ApiClient(portal.url, session!.accessToken) };
}

const change = (input: Record<string, unknown> = {}) =>
  customer.verb('passwordChange', { input: { currentPassword: password, newPassword, ...input } });

describe('changing the password', () => {
  it('replaces the old one', async () => {
    expect(await change()).toEqual({ userErrors: [] });
    expect(await trySignIn(portal, customer, newPassword)).toEqual([]);
    expect(await trySignIn(portal, customer, password)).toEqual(['INVALID_CREDENTIALS']);
  });

  it('ends all other sessions with their sockets at every server, and keeps this one', async () => {
    const second = await portal.secondServer();
    const other = await signedIn();
    const elsewhere = await new ApiClient(second.url, other.api.accessToken).openSocket();
    const here = await customer.openSocket();
    await change();
    expect(await elsewhere.closed).toBe(4403);
    expect((await other.visitor.refresh()).session).toBeNull();
    await here.roundTrip();
    expect((await customer.get('{ sessions { nodes { current } } }')).sessions.nodes).toEqual([{ current: true }]);
  });

  it('is confirmed to the user by email, once', async () => {
    await change();
    await portal.settle();
    const [mail, ...others] = portal.mailbox.to(customer.email);
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('Your password for Northern Lights Internet was changed');
    expect(mail!.text).toContain('/forgot-password');
    expect(mail!.text).not.toContain(newPassword);
  });

  it('succeeds when it is sent again after it was done, and does nothing more', async () => {
    await change();
    expect(await change()).toEqual({ userErrors: [] });
    await portal.settle();
    expect(portal.mailbox.to(customer.email)).toHaveLength(1);
  });

  it('succeeds once for two requests at once with different passwords', async () => {
    const answers = await Promise.all(
      ['the first new password', 'the second new password'].map((each) => change({ newPassword: each })),
    );
    const refused = answers.filter(({ userErrors }) => userErrors.length > 0);
    expect(refused).toMatchObject([{ userErrors: [{ code: 'INVALID_CREDENTIALS', field: 'input.currentPassword' }] }]);
  });

  it('accepts the same password however a keyboard encodes it', async () => {
    // the letter য় as one character, and as two
    await change({ newPassword: 'সহায়তা পোর্টাল \u09df' });
    expect(await trySignIn(portal, customer, 'সহায়তা পোর্টাল \u09af\u09bc')).toEqual([]);
  });

  it('lets no concurrent sign-in with the old password start a session', async () => {
    const { superuser } = portal.database;
    await superuser.query('begin');
    await superuser.query('select from portal_user where id = $1 for update', [customer.id]);
    const signingIn = trySignIn(portal, customer, password);
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await superuser.query(waiting)).rowCount === 0);
    await superuser.query('update portal_user set password_hash = $1 where id = $2', [
      await hashPassword(newPassword),
      customer.id,
    ]);
    await superuser.query('commit');
    expect(await signingIn).toEqual(['INVALID_CREDENTIALS']);
  });

  it.each([
    [
      'currentPassword',
      { currentPassword: 'not the password' },
      'INVALID_CREDENTIALS',
      'The current password is wrong.',
    ],
    ['currentPassword', { currentPassword: '' }, 'REQUIRED', expect.any(String)],
    ['newPassword', { newPassword: 'nine char' }, 'TOO_SHORT', 'newPassword must have at least 10 characters.'],
    ['newPassword', { newPassword: '😀'.repeat(9) }, 'TOO_SHORT', expect.any(String)],
    ['newPassword', { newPassword: ' '.repeat(12) }, 'REQUIRED', expect.any(String)],
    ['newPassword', { newPassword: 'p'.repeat(1_001) }, 'TOO_LONG', 'newPassword must have at most 1,000 characters.'],
  ])('is refused for its %s: %o', async (field, input, code, message) => {
    expect(await change(input)).toEqual({ userErrors: [{ code, message, field: `input.${field}` }] });
    expect(await trySignIn(portal, customer, password)).toEqual([]);
  });

  it('accepts ten characters, and a thousand', async () => {
    expect(await change({ newPassword: 'ten chars!' })).toEqual({ userErrors: [] });
    const longest = 'longer than any other '.repeat(46).slice(0, 1_000);
    expect(await change({ currentPassword: 'ten chars!', newPassword: longest })).toEqual({ userErrors: [] });
  });

  it('is for signed-in users', async () => {
    const query =
      'mutation { passwordChange(input: { currentPassword: "a", newPassword: "something else" }) { userErrors { code } } }';
    expect((await portal.nobody.ask(query)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('guessing the current password with somebody’s open session', () => {
  it('is stopped after ten passwords that were tried, counted by all servers together and with attempts to sign in', async () => {
    const second = await portal.secondServer();
    const tried = countTriedPasswords();
    const codes = await guessTenTimes(portal, async (index) => {
      if (index === 1) return (await trySignIn(portal, customer, 'a guess'))[0];
      // the new password is tried as well, where the first answer may have been lost
      const input = { currentPassword: `guess ${index}`, newPassword: `another guess ${index}` };
      const server = customer.at(index % 2 ? second.url : portal.url);
      return (await server.verb('passwordChange', { input })).userErrors[0].code;
    });
    expect(codes[0]).toBe('INVALID_CREDENTIALS');
    expect(codes.at(-1)).toBe('TOO_MANY_ATTEMPTS');
    expect(tried.count).toBe(10);
    expect(await change()).toMatchObject({ userErrors: [{ code: 'TOO_MANY_ATTEMPTS' }] });
    expect(await trySignIn(portal, customer, password)).toEqual(['TOO_MANY_ATTEMPTS']);
  });
});
