import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeRequestToken } from '../../server/sign-in-codes/sign-in-code-secrets.ts';
import { suspendTenant } from '../../server/tenants/suspend-tenant.ts';
import { accept, invite } from '../account-links/invitations.ts';
import { linkIn, scan, tokenIn, tokensTo, trySignIn, useForgetfulPortal } from '../account-links/emailed-links.ts';
import { ApiClient } from '../support/api.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant({ name: 'Northern Lights' });
  [customer, agent] = [await tenant.customer(), await tenant.agent()];
});

type Account = Pick<Person, 'email'> & { tenantSlug: string | null };

const ask = async ({ email, tenantSlug }: Account): Promise<string> =>
  (await portal.nobody.done('signInCodeRequest', { input: { email, tenant: tenantSlug } })).requestToken;

const mailsTo = async ({ email }: Account) => {
  await portal.settle();
  return portal.mailbox.to(email);
};

/** What a request has led to: what the browser keeps, and what the mail says. */
async function askFor(person: Account) {
  const requestToken = await ask(person);
  const mail = (await mailsTo(person)).at(-1);
  return { requestToken, mail, code: /\b\d{6}\b/.exec(mail!.text!)![0], token: tokenIn(mail) };
}

const use = (input: Record<string, unknown>, who = portal.nobody) => who.verb('signInCodeUse', { input });
const codes = async (input: Record<string, unknown>, who?: ApiClient) =>
  (await use(input, who)).userErrors.map(({ code }: { code: string }) => code);
const other = (code: string, step = 1) => String((Number(code) + step) % 1_000_000).padStart(6, '0');
const age = (interval: string) =>
  portal.database.superuser.query('update sign_in_code set expires_at = expires_at - $1::interval where user_id = $2', [
    interval,
    customer.id,
  ]);

const wrong = {
  session: null,
  userErrors: [
    {
      code: 'INVALID_CREDENTIALS',
      field: 'input.code',
      message: 'The code is wrong, or no longer the newest one.',
    },
  ],
};
const ended = {
  session: null,
  userErrors: [
    {
      code: 'WRONG_STATE',
      field: 'input.token',
      message:
        'The link has been used or has expired, or a newer one was requested. Request another on the sign-in page.',
    },
  ],
};

describe('an emailed code', () => {
  it('signs in where it was asked for, once, and the link is used up with it', async () => {
    const { requestToken, code, token } = await askFor(customer);
    expect(await use({ requestToken, code })).toMatchObject({ session: { viewer: { id: customer.id } } });
    expect(await use({ requestToken, code })).toEqual(wrong);
    expect(await use({ token })).toEqual(ended);
  });

  it('may be written with blanks and hyphens, and in the digits of any script', async () => {
    const bengali = (code: string) => code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x9e6 + Number(digit)));
    for (const write of [
      (code: string) => ` ${code.slice(0, 3)}-${code.slice(3)} `,
      (code: string) => `${code.slice(0, 3)}\u00a0${code.slice(3)}`,
      bengali,
    ]) {
      const { requestToken, code } = await askFor(customer);
      expect(await codes({ requestToken, code: write(code) })).toEqual([]);
    }
  });

  it('opens nothing without what the browser that asked was given, nor with that of another', async () => {
    const [mine, theirs] = [await askFor(agent), await askFor(customer)];
    expect(await use({ requestToken: mine.requestToken, code: theirs.code })).toEqual(wrong);
    expect(await codes({ code: theirs.code })).toEqual(['REQUIRED']);
    expect(await codes({ requestToken: theirs.token, code: theirs.code }), 'the link is no request').toEqual([
      'NOT_FOUND',
    ]);
    expect(await codes({ token: theirs.requestToken }), 'nor is the request a link').toEqual(['NOT_FOUND']);
    expect(await codes({ requestToken: theirs.requestToken, code: theirs.code })).toEqual([]);
  });

  it('can be tried five times, at two servers at once as well', async () => {
    const second = new ApiClient((await portal.secondServer()).url);
    const { requestToken, code, token } = await askFor(customer);
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        codes({ requestToken, code: other(code, index + 1) }, index % 2 ? second : portal.nobody),
      ),
    );
    expect(tries.filter(([each]) => each === 'INVALID_CREDENTIALS')).toHaveLength(5);
    expect(tries.filter(([each]) => each === 'TOO_MANY_ATTEMPTS')).toHaveLength(15);
    expect(await codes({ requestToken, code }), 'the right one comes too late').toEqual(['TOO_MANY_ATTEMPTS']);
    expect(await codes({ token }), 'the link is no guess').toEqual([]);
  });

  it('is used once by two who use it at once', async () => {
    const { requestToken, code, token } = await askFor(customer);
    const answers = await Promise.all([use({ requestToken, code }), use({ token }), use({ token })]);
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
  });

  it('is good for ten minutes', async () => {
    const { requestToken, code, token } = await askFor(customer);
    const { rows } = await portal.database.superuser.query(
      'select extract(epoch from now() - expires_at) between -600 and 0 good from sign_in_code where user_id = $1',
      [customer.id],
    );
    expect(rows).toEqual([{ good: true }]);
    await age('10 minutes');
    expect(await use({ requestToken, code })).toEqual(wrong);
    expect(await use({ token })).toEqual(ended);
  });

  it('that has expired says so, whoever has the address', async () => {
    const reference = { tenantId: tenant.id, id: uuid({ msecs: Date.now() - 600_000 }) };
    const requestToken = makeRequestToken(portal.app.portal.signedLinks, reference);
    expect((await use({ requestToken, code: '123456' })).userErrors).toEqual([
      { code: 'WRONG_STATE', field: 'input.code', message: 'The code has expired. Request a new one.' },
    ]);
  });

  it('is replaced by the next one', async () => {
    const first = await askFor(customer);
    const next = await askFor(customer);
    expect(await use({ requestToken: first.requestToken, code: first.code })).toEqual(wrong);
    expect(await use({ token: first.token })).toEqual(ended);
    expect(await codes({ requestToken: next.requestToken, code: next.code })).toEqual([]);
  });

  it('and its link end with the access of the person', async () => {
    const { token } = await askFor(customer);
    await customer.done('passwordChange', {
      input: { currentPassword: password, newPassword: 'another good passphrase' },
    });
    expect(await use({ token })).toEqual(ended);
    const again = await askFor(agent);
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [agent.id]);
    expect(await use({ requestToken: again.requestToken, code: again.code })).toEqual(wrong);
    expect(await use({ token: again.token })).toEqual(ended);
  });

  it('is in no table, and neither is the token of its link', async () => {
    const { code, token, requestToken } = await askFor(customer);
    const { rows } = await portal.database.superuser.query(
      `select c::text as row from sign_in_code c union all select m::text from mail_delivery m
       union all select t::text from operations.throttle t union all select j::text from graphile_worker._private_jobs j`,
    );
    const all = rows
      .map(({ row }: { row: string }) => row.replaceAll(/[\w-]{36}|\d{4}-[\d:. +-]+|\\x\w+/g, ''))
      .join('\n');
    for (const secret of [token, requestToken]) expect(all).not.toContain(secret);
    expect(all).not.toMatch(new RegExp(`\\b${code}\\b`));
  });
});

describe('the email', () => {
  it('has the link, the code and until when both are good, in the language of the person', async () => {
    await customer.done('profileUpdate', { input: { locale: 'bn' } });
    await ask(customer);
    const [mail] = await mailsTo(customer);
    expect(mail!.subject).toBe('Northern Lights-এ সাইন ইন করুন');
    expect(mail!.text).toMatch(/কোড: \d{6}/);
    expect(linkIn(mail).pathname).toBe('/sign-in-link');
    await ask(agent);
    const [english] = await mailsTo(agent);
    expect(english!.subject).toBe('Sign in to Northern Lights');
    expect(english!.text).toMatch(/Link valid until: .+/);
  });

  it('is not used up by those who open its link to look at it', async () => {
    const { mail, token } = await askFor(customer);
    await scan(portal, linkIn(mail), `signInCodeUse(input: { token: "${token}" }) { userErrors { code } }`);
    expect(await codes({ token })).toEqual([]);
  });

  it('is sent five times in an hour, and 20 times in a day', async () => {
    for (let request = 0; request < 5; request++) {
      await ask(customer);
      await portal.settle();
    }
    const input = { email: customer.email.toUpperCase(), tenant: customer.tenantSlug };
    expect(await portal.nobody.refusal('signInCodeRequest', { input })).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    expect(await mailsTo(customer)).toHaveLength(5);
    expect(await trySignIn(portal, customer, password), 'other ways are open').toEqual([]);
  });
});

describe('who asks learns nothing', () => {
  const unknown = (): Account => ({ email: 'nobody@portal.test', tenantSlug: tenant.tenant.slug });

  it('of whether an address is known: answers and tries are the same, to the last', async () => {
    const [known, none] = [await ask(customer), await ask(unknown())];
    await portal.settle();
    expect(none).toHaveLength(known.length);
    const rightCode = /\b\d{6}\b/.exec((await mailsTo(customer))[0]!.text!)![0];
    for (let index = 1; index <= 6; index++) {
      const code = other(rightCode, index);
      expect(await use({ requestToken: none, code })).toEqual(await use({ requestToken: known, code }));
    }
    expect(portal.mailbox.mails).toHaveLength(1);
  });

  it('of a suspended tenant or a person without access, who get no email', async () => {
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [agent.id]);
    await ask(agent);
    await suspendTenant(portal.app.portal, tenant.tenant);
    await ask(customer);
    await portal.settle();
    expect(portal.mailbox.mails).toEqual([]);
  });

  it('where the role may not sign in so: the email says that there are other ways', async () => {
    const admin = await tenant.admin();
    await admin.done('signInSettingsUpdate', { input: { customerMethods: ['PASSWORD'], agentMethods: ['EMAIL'] } });
    await ask(customer);
    expect((await mailsTo(customer)).map(({ subject }) => subject)).toEqual([
      'Another way to sign in to Northern Lights',
    ]);
    await portal.nobody.done('passwordResetRequest', { input: { email: agent.email, tenant: agent.tenantSlug } });
    expect((await mailsTo(agent)).map(({ subject }) => subject)).toEqual(['Another way to sign in to Northern Lights']);
  });

  it('and a code that was sent before the role was changed lets nobody in', async () => {
    const { requestToken, code } = await askFor(customer);
    const admin = await tenant.admin();
    await admin.done('signInSettingsUpdate', { input: { customerMethods: ['PASSWORD'] } });
    expect(await codes({ requestToken, code })).toEqual(['METHOD_NOT_ALLOWED']);
  });
});

describe('somebody who was invited', () => {
  const email = 'invited@portal.test';
  const invited = (): Account => ({ email, tenantSlug: tenant.tenant.slug });

  it('gets the invitation again instead of a code', async () => {
    await invite(agent, email);
    await portal.settle();
    await portal.database.superuser.query(`update account_link set created_at = created_at - interval '5 minutes'`);
    await ask(invited());
    const mails = await mailsTo(invited());
    expect(mails).toHaveLength(2);
    expect(mails[1]!.subject).toBe(mails[0]!.subject);
  });

  it('comes in with the invitation where passwords are not used, and from then on with codes', async () => {
    const admin = await tenant.admin();
    await admin.done('signInSettingsUpdate', { input: { customerMethods: ['EMAIL'] } });
    await invite(agent, email);
    const [token] = await tokensTo(portal, email);
    expect((await accept(portal, token!)).userErrors).toEqual([]);
    const { requestToken, code } = await askFor(invited());
    expect(await codes({ requestToken, code })).toEqual([]);
  });
});
