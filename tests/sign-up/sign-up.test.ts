import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SignUpMode } from '../../server/sign-up/sign-up-mode.ts';
import {
  ageLinks,
  expired,
  linkIn,
  lookAt,
  newPassword,
  scan,
  tokenIn,
  tokensTo,
  trySignIn,
  unknown,
  used,
  useForgetfulPortal,
} from '../account-links/emailed-links.ts';
import { accept, invite, shown } from '../account-links/invitations.ts';
import { Visitor } from '../sessions/visitor.ts';
import { ApiClient } from '../support/api.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { askForAccount, confirm } from './sign-ups.ts';

const portal = useForgetfulPortal();
let open: TestTenant;
let byInvitation: TestTenant;
let agent: Person;
let count = 0;
let email: string;

beforeAll(async () => {
  byInvitation = await portal.world.tenant({ name: 'Hilltop Water' });
});

beforeEach(async () => {
  open = await portal.world.tenant({ name: 'Northern Lights Internet', signUpMode: SignUpMode.OPEN });
  agent = await open.agent();
  email = `newcomer-${++count}@portal.test`;
});

const ask = (input: Record<string, unknown> = {}, tenant = open) => askForAccount(portal.nobody, tenant, email, input);
const choose = (settings: Record<string, unknown>) =>
  open.admin().then((admin) => admin.done('signUpSettingsUpdate', { input: settings }));

/** The token of a link mailed to the newcomer just now. */
async function mailedLink(input: Record<string, unknown> = {}): Promise<string> {
  await ask(input);
  return (await tokensTo(portal, email)).at(-1)!;
}

const suspend = (tenant: TestTenant, isSuspended = true) =>
  portal.database.superuser.query('update tenant set suspended_at = $2 where id = $1', [
    tenant.id,
    isSuspended ? new Date() : null,
  ]);

async function rowsOf(tenant: TestTenant): Promise<Record<string, number>> {
  const { rows } = await portal.database.superuser.query(
    `select (select count(*)::int from customer where tenant_id = $1) as customers,
       (select count(*)::int from portal_user where tenant_id = $1 and role = 'CUSTOMER') as users,
       (select count(*)::int from session join portal_user on portal_user.id = user_id
         where session.tenant_id = $1 and role = 'CUSTOMER') as sessions,
       (select count(*)::int from portal_event where tenant_id = $1 and type = 'CustomerCreated') as events`,
    [tenant.id],
  );
  return rows[0];
}
const oneAccount = { customers: 1, users: 1, sessions: 1, events: 1 };
const noAccount = { customers: 0, users: 0, sessions: 0, events: 0 };

describe('somebody who signs up', () => {
  it('confirms the address, is signed in with a customer of their own, and opens a ticket', async () => {
    expect(await ask({ name: '  Corner  Bookshop ', locale: 'bn' })).toEqual({ userErrors: [] });
    expect(await rowsOf(open)).toEqual(noAccount);
    const [token] = await tokensTo(portal, email);
    expect(await lookAt(portal.nobody, token!)).toEqual({
      kind: 'SIGN_UP',
      state: 'GOOD',
      role: 'CUSTOMER',
      expiresAt: expect.any(String),
      email: 'n•••@portal.test',
      name: 'Corner Bookshop',
      locale: 'bn',
    });
    const { session, userErrors } = await confirm(portal.nobody, token!);
    expect(userErrors).toEqual([]);
    const newcomer = new ApiClient(portal.url, session.accessToken);
    const { viewer } = await newcomer.get(
      '{ viewer { name email role locale timeZone tenant { slug } customer { name email } } }',
    );
    expect(viewer).toEqual({
      name: 'Corner Bookshop',
      email,
      role: 'CUSTOMER',
      locale: 'bn',
      timeZone: 'Asia/Dhaka',
      tenant: { slug: open.tenant.slug },
      customer: { name: 'Corner Bookshop', email },
    });
    await newcomer.openTicket();
    expect(await rowsOf(open)).toEqual(oneAccount);
    expect(await trySignIn(portal, { email, tenantSlug: open.tenant.slug } as Person, newPassword)).toEqual([]);
  });

  it('can choose another name with the password', async () => {
    const { session } = await confirm(portal.nobody, await mailedLink(), { name: 'Bookshop at the corner' });
    expect(session.viewer.name).toBe('Bookshop at the corner');
  });

  it('is seen by staff at once, and in the audit log as who did it', async () => {
    const [staff, admin] = [await agent.listenFromNow(), await open.admin()];
    const { session } = await confirm(portal.nobody, await mailedLink());
    expect(await staff.next()).toMatchObject({ __typename: 'CustomerCreated' });
    expect(await shown(agent, email)).toMatchObject({ nodes: [{ status: 'ACTIVE', invitation: null }] });
    const { auditLog } = await admin.get(
      '{ auditLog(first: 1, filter: { noun: [CUSTOMER] }) { nodes { event actor { id role } customer { email } } } }',
    );
    expect(auditLog.nodes).toEqual([
      { event: 'CustomerCreated', actor: { id: session.viewer.id, role: 'CUSTOMER' }, customer: { email } },
    ]);
  });

  it('has nothing to do with another tenant, which they cannot sign in to', async () => {
    await confirm(portal.nobody, await mailedLink());
    expect(await trySignIn(portal, { email, tenantSlug: byInvitation.tenant.slug } as Person, newPassword)).toEqual([
      'INVALID_CREDENTIALS',
    ]);
    expect(await rowsOf(byInvitation)).toEqual(noAccount);
  });

  it('is not told by anybody’s email what a stranger wrote in their name', async () => {
    await mailedLink({ name: 'Win money at evil.test' });
    const [mail] = portal.mailbox.to(email);
    expect(`${mail!.subject}${mail!.text}${String(mail!.html)}${[mail!.to].flat()[0]!.text}`).not.toContain('evil');
    expect(mail!.subject).toBe('Confirm your email address for Northern Lights Internet');
    expect(linkIn(mail).origin).toBe(`http://${open.tenant.slug}.portal.test`);
    expect(linkIn(mail).pathname).toBe('/confirm-sign-up');
  });

  it('reads the email in the language of the page', async () => {
    await mailedLink({ locale: 'bn' });
    const [mail] = portal.mailbox.to(email);
    expect(mail!.subject).toBe('Northern Lights Internet: আপনার ইমেইল ঠিকানা নিশ্চিত করুন');
    expect(String(mail!.html)).toContain('<html lang="bn">');
  });
});

describe('the link', () => {
  it('is not used up by a scanner that opens it fifty times with GET and with HEAD', async () => {
    await ask();
    await portal.settle();
    const [mail] = portal.mailbox.to(email);
    const token = tokenIn(mail);
    await scan(
      portal,
      linkIn(mail),
      `signUp(input: { token: "${token}", password: "chosen by a scanner" }) { userErrors { code } }`,
    );
    expect(await rowsOf(open)).toEqual(noAccount);
    expect(await confirm(portal.nobody, token)).toMatchObject({ userErrors: [] });
  });

  it('is valid for one day, once', async () => {
    const token = await mailedLink();
    await ageLinks(portal, '23 hours 59 minutes');
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    await ageLinks(portal, '1 minute');
    expect(await confirm(portal.nobody, token)).toEqual(expired);
    const again = await mailedLink();
    expect(await confirm(portal.nobody, again)).toMatchObject({ userErrors: [] });
    expect(await confirm(portal.nobody, again, { password: 'another password' })).toEqual(used);
    expect(await lookAt(portal.nobody, again)).toMatchObject({ state: 'USED' });
    expect(await rowsOf(open)).toEqual(oneAccount);
  });

  it('is for nothing else', async () => {
    const token = await mailedLink();
    expect(await accept(portal, token)).toEqual(unknown);
    expect(await portal.nobody.verb('passwordReset', { input: { token, newPassword } })).toEqual(unknown);
    await invite(agent, `invited-${email}`);
    expect(await confirm(portal.nobody, (await tokensTo(portal, `invited-${email}`))[0]!)).toEqual(unknown);
  });

  it.each([
    ['password', { password: 'nine char' }, 'TOO_SHORT'],
    ['password', { password: 'NORTHERN LIGHTS INTERNET' }, 'INVALID'],
    ['name', { name: ' ' }, 'REQUIRED'],
  ])('stays good when the %s is refused: %o', async (field, input, code) => {
    const token = await mailedLink();
    expect(await confirm(portal.nobody, token, input)).toMatchObject({
      userErrors: [{ code, field: `input.${field}` }],
    });
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    expect(await confirm(portal.nobody, token, { password: email })).toMatchObject({
      userErrors: [{ code: 'INVALID', field: 'input.password' }],
    });
  });

  it('makes one account when it is pressed many times at once, at two servers', async () => {
    const token = await mailedLink();
    const second = new ApiClient((await portal.secondServer()).url);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        confirm(index % 2 ? second : portal.nobody, token, { password: `new password ${index}` }),
      ),
    );
    expect(answers.filter(({ session }) => session === null)).toEqual(Array.from({ length: 7 }, () => used));
    expect(await rowsOf(open)).toEqual(oneAccount);
  });

  it('makes one account when the same address signs up twice at once', async () => {
    await Promise.all([ask(), ask()]);
    const tokens = await tokensTo(portal, email);
    expect(tokens).toHaveLength(2);
    const answers = await Promise.all(tokens.map((token) => confirm(portal.nobody, token)));
    expect(answers.filter(({ session }) => session === null)).toEqual([used]);
    expect(await rowsOf(open)).toEqual(oneAccount);
  });

  it('makes nothing at all when a part of it fails, and can be used again', async () => {
    const token = await mailedLink();
    const { superuser } = portal.database;
    await superuser.query('alter table session add constraint none check (false) not valid');
    expect((await portal.nobody.askVerb('signUp', { input: { token, password: newPassword } })).errors).toHaveLength(1);
    expect(await rowsOf(open)).toEqual(noAccount);
    await superuser.query('alter table session drop constraint none');
    expect(await confirm(portal.nobody, token)).toMatchObject({ userErrors: [] });
  });

  it('is deleted with the address and its email once it has expired for thirty days', async () => {
    const token = await mailedLink();
    const traces = async () => {
      const { rows } = await portal.database.superuser.query(
        `select (select count(*)::int from account_link where newcomer ->> 'email' = $1) as links,
           (select count(*)::int from mail_delivery where email = $1) as mails`,
        [email],
      );
      return rows[0];
    };
    await ageLinks(portal, '30 days');
    await portal.runNightlyJobs();
    expect(await traces()).toEqual({ links: 1, mails: 1 });
    await ageLinks(portal, '2 days');
    await portal.runNightlyJobs();
    expect(await traces()).toEqual({ links: 0, mails: 0 });
    expect(await confirm(portal.nobody, token)).toEqual(unknown);
  });
});

describe('an address', () => {
  it('that has an account is told so by email, with the same answer as any other', async () => {
    const known = await open.customer();
    const answers = [await ask(), await askForAccount(portal.nobody, open, known.email)];
    expect(answers).toEqual([{ userErrors: [] }, { userErrors: [] }]);
    await portal.settle();
    const [mail, ...others] = portal.mailbox.to(known.email);
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('You already have an account with Northern Lights Internet');
    expect(linkIn(mail).href).toBe(`http://${open.tenant.slug}.portal.test/sign-in`);
  });

  it('leaves the same rows behind whether it is known or not, until the job runs', async () => {
    const traces = async () => {
      const { rows } = await portal.database.superuser.query(
        `select identifier, (select array_agg(key order by key) from json_object_keys(payload) key) as keys
         from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = task_id`,
      );
      const counts = await portal.database.superuser.query(
        'select (select count(*) from account_link) as links, (select count(*) from mail_delivery) as mails',
      );
      return { rows, counts: counts.rows };
    };
    const known = await open.customer();
    const before = (await traces()).counts;
    await askForAccount(portal.nobody, open, known.email);
    const ofKnown = await traces();
    await portal.database.superuser.query('delete from graphile_worker._private_jobs');
    await ask();
    expect(await traces()).toEqual(ofKnown);
    expect(ofKnown.counts).toEqual(before);
    await portal.database.superuser.query('delete from graphile_worker._private_jobs');
  });

  it('whose access was ended gets no email, and no way back', async () => {
    const gone = await open.customer();
    await agent.done('customerDeactivate', { id: gone.customerId! });
    expect(await askForAccount(portal.nobody, open, gone.email)).toEqual({ userErrors: [] });
    await portal.settle();
    expect(portal.mailbox.to(gone.email)).toEqual([]);
  });

  it('that was invited before becomes the account of the invitation', async () => {
    await invite(agent, email, { phone: '+8801712345678' });
    const [invitation] = await tokensTo(portal, email);
    const { session } = await confirm(portal.nobody, await mailedLink());
    const { viewer } = await new ApiClient(portal.url, session.accessToken).get('{ viewer { name phone } }');
    expect(viewer).toEqual({ name: 'Corner Bookshop', phone: '+8801712345678' });
    expect(await shown(agent, email)).toMatchObject({ totalCount: 1, nodes: [{ status: 'ACTIVE', invitation: null }] });
    expect(await accept(portal, invitation!)).toEqual(used);
  });

  it('that accepts an invitation in between has an account, and needs no second one', async () => {
    const token = await mailedLink();
    await invite(agent, email);
    await accept(portal, (await tokensTo(portal, email)).at(-1)!);
    expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'USED' });
    expect(await confirm(portal.nobody, token)).toEqual(used);
  });

  it('that is invited while its link is pressed has one account', async () => {
    const token = await mailedLink();
    const [{ session }] = await Promise.all([confirm(portal.nobody, token), invite(agent, email)]);
    expect(session).not.toBeNull();
    expect((await shown(agent, email)).nodes).toMatchObject([{ status: 'ACTIVE' }]);
  });

  it.each([
    ['NO ADDRESS', 'INVALID'],
    ['"quoted"@portal.test', 'INVALID'],
    ['two@portal.test@portal.test', 'INVALID'],
    [' ', 'REQUIRED'],
    [`${'a'.repeat(250)}@portal.test`, 'TOO_LONG'],
  ])('is refused that is none: %j', async (given, code) => {
    expect(await ask({ email: given })).toEqual({
      userErrors: [{ code, field: 'input.email', message: expect.stringContaining('email') }],
    });
  });
});

describe('allowed domains', () => {
  beforeEach(() => choose({ mode: 'DOMAINS', domains: ['example.com', 'BÜCHER.example', 'xn--45be8bu8d.test'] }));

  it.each([
    'somebody@example.com',
    ' Somebody@EXAMPLE.com ',
    'some+body@ｅｘａｍｐｌｅ.com',
    'mailto:somebody@example.com',
    'somebody@bücher.example',
    'somebody@bu\u0308cher.example',
    'somebody@xn--bcher-kva.example',
  ])('admit %j', async (given) => {
    expect(await ask({ email: given })).toEqual({ userErrors: [] });
  });

  it.each([
    'somebody@mail.example.com',
    'somebody@example.com.evil.test',
    'somebody@evil-example.com',
    'example.com@evil.test',
    'somebody@example.co',
    'somebody@ex\u0430mple.com',
    'somebody@bucher.example',
  ])('do not admit %j, whoever has it', async (given) => {
    expect(await ask({ email: given })).toEqual({
      userErrors: [
        {
          code: 'INVALID',
          field: 'input.email',
          message: 'email must be at a domain that Northern Lights Internet accepts.',
        },
      ],
    });
    await portal.settle();
    expect(portal.mailbox.to(given)).toEqual([]);
  });

  it('hold when the link is pressed, too', async () => {
    email = `newcomer-${count}@example.com`;
    const token = await mailedLink();
    await choose({ domains: ['bücher.example'] });
    expect(await confirm(portal.nobody, token)).toMatchObject({
      session: null,
      userErrors: [{ code: 'WRONG_STATE', field: 'input.token', message: expect.stringContaining('domain') }],
    });
    await choose({ domains: ['example.com'] });
    expect(await confirm(portal.nobody, token)).toMatchObject({ userErrors: [] });
  });
});

describe('where sign-up is not open', () => {
  it('nobody signs up, and everybody may know why', async () => {
    expect(await ask({}, byInvitation)).toEqual({
      userErrors: [
        { code: 'WRONG_STATE', field: null, message: 'Hilltop Water invites its customers: nobody can sign up.' },
      ],
    });
    const modeAt = async ({ tenant }: TestTenant) =>
      (await new Visitor(portal.url, `${tenant.slug}.portal.test`).ask<any>('{ portal { tenant { signUpMode } } }'))
        .portal.tenant.signUpMode;
    expect([await modeAt(open), await modeAt(byInvitation)]).toEqual(['OPEN', 'INVITATION']);
  });

  it('a link that was sent before is refused, and good again when it is open again', async () => {
    const token = await mailedLink();
    for (const mode of ['INVITATION', 'CLOSED']) {
      await choose({ mode });
      expect(await confirm(portal.nobody, token)).toMatchObject({
        session: null,
        userErrors: [{ code: 'WRONG_STATE', field: 'input.token' }],
      });
    }
    expect(await rowsOf(open)).toEqual(noAccount);
    await choose({ mode: 'OPEN' });
    expect(await confirm(portal.nobody, token)).toMatchObject({ userErrors: [] });
  });

  it('since it is closed, customers are not invited and do not accept, by any link; colleagues do', async () => {
    const colleague = `colleague-${email}`;
    await invite(agent, email);
    await choose({ mode: 'CLOSED' });
    const refused = { code: 'WRONG_STATE', message: 'Northern Lights Internet takes no new customers.' };
    expect((await invite(agent, `another-${email}`)).userErrors).toMatchObject([refused]);
    expect((await accept(portal, (await tokensTo(portal, email))[0]!)).userErrors).toMatchObject([refused]);
    await portal.nobody.done('passwordResetRequest', { input: { email, tenant: open.tenant.slug } });
    const reset = { token: (await tokensTo(portal, email)).at(-1)!, newPassword };
    expect((await portal.nobody.verb('passwordReset', { input: reset })).userErrors).toMatchObject([refused]);
    await (await open.admin()).done('staffInvite', { input: { name: 'Night Shift', email: colleague } });
    expect(await accept(portal, (await tokensTo(portal, colleague))[0]!)).toMatchObject({ userErrors: [] });
  });

  it('since the tenant is suspended, neither is an account asked for nor a link used', async () => {
    const token = await mailedLink();
    await suspend(open);
    const suspended = { code: 'WRONG_STATE', message: expect.stringContaining('is suspended') };
    expect((await ask()).userErrors).toMatchObject([suspended]);
    expect((await confirm(portal.nobody, token)).userErrors).toMatchObject([suspended]);
    await suspend(open, false);
    expect(await confirm(portal.nobody, token)).toMatchObject({ userErrors: [] });
  });

  it('a tenant that is not there is not found', async () => {
    expect((await ask({ tenant: 'no-such-tenant' })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: 'input.tenant' },
    ]);
  });
});

describe('asking for an account is limited', () => {
  const isRefused = { userErrors: [{ code: 'TOO_MANY_ATTEMPTS' }] };
  const askAs = (address: string, tenant = open) => askForAccount(portal.nobody, tenant, address);

  it('to five in a quarter of an hour for one address, known or not', async () => {
    const known = await open.customer();
    for (const address of [email, known.email]) {
      const answers = await Promise.all(Array.from({ length: 5 }, () => askAs(address)));
      expect(answers).toEqual(answers.map(() => ({ userErrors: [] })));
      expect(await askAs(address)).toMatchObject(isRefused);
    }
  });

  it('to ten emails in a day for one address by all tenants together', async () => {
    const tenants = await Promise.all([1, 2].map(() => portal.world.tenant({ signUpMode: SignUpMode.OPEN })));
    await Promise.all(tenants.flatMap((tenant) => Array.from({ length: 5 }, () => askAs(email, tenant))));
    expect((await ask()).userErrors).toEqual([
      { code: 'TOO_MANY_ATTEMPTS', field: null, message: 'Too many requests for an account. Try again in 24 hours.' },
    ]);
    expect(await tokensTo(portal, email)).toHaveLength(10);
  });

  it('to thirty in a quarter of an hour from one IP address, refused ones included', async () => {
    await choose({ mode: 'DOMAINS', domains: ['example.com'] });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => askAs(`nobody@domain-${index}.test`)));
    expect(answers.map(({ userErrors }) => userErrors[0].code)).toEqual(answers.map(() => 'INVALID'));
    expect(await askAs('somebody@example.com')).toMatchObject(isRefused);
  });
});
