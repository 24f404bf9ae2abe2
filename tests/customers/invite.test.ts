import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { ageLinks, linkIn, lookAt, tokenIn, tokensTo, useForgetfulPortal } from '../account-links/emailed-links.ts';
import { accept, invite, shown } from '../account-links/invitations.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let agent: Person;
let count = 0;
let email: string;

beforeAll(async () => {
  tenant = await portal.world.tenant({ name: 'Northern Lights Internet' });
  agent = await tenant.agent();
});

beforeEach(async () => {
  email = `invited-${++count}@portal.test`;
});

describe('inviting a customer', () => {
  it('creates the customer and sends a link to choose a password', async () => {
    const { customer, userErrors } = await invite(agent, email, {
      phone: '+8801712345678',
      locale: 'en',
      timeZone: 'Asia/Dhaka',
    });
    expect(userErrors).toEqual([]);
    expect(customer).toEqual({
      id: expect.any(String),
      name: 'Hilltop Clinic',
      email,
      phone: '+8801712345678',
      locale: 'en',
      timeZone: 'Asia/Dhaka',
      status: 'INVITED',
    });
    await portal.settle();
    const [mail, ...others] = portal.mailbox.to(email);
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('Northern Lights Internet invites you to its help portal');
    const { origin, pathname } = linkIn(mail);
    expect(origin + pathname).toBe(`http://${tenant.tenant.slug}.portal.test/accept-invitation`);
  });

  it('is done by agents and admins, and by nobody else', async () => {
    expect(await invite(await tenant.admin(), email)).toMatchObject({ userErrors: [] });
    expect(await invite(await tenant.customer(), 'other@portal.test')).toEqual({
      customer: null,
      userErrors: [{ code: 'FORBIDDEN', field: null, message: 'Only staff can invite customers.' }],
    });
    const query = 'mutation($input: CustomerInviteInput!) { customerInvite(input: $input) { userErrors { code } } }';
    const { errors } = await portal.nobody.ask(query, { input: { name: 'Nobody', email } });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('uses language and time zone of the inviting user by default', async () => {
    const desk = await tenant.agent();
    await desk.done('profileUpdate', { input: { locale: 'bn', timeZone: 'Asia/Dhaka' } });
    expect(await invite(desk, email, { phone: '01712-345678' })).toMatchObject({
      customer: { locale: 'bn', timeZone: 'Asia/Dhaka', phone: '+8801712345678' },
    });
  });

  it('shows the invitation to staff, but not to customers', async () => {
    await invite(agent, email);
    expect(await shown(agent, email)).toMatchObject({
      totalCount: 1,
      nodes: [{ status: 'INVITED', invitation: { sentAt: null, failure: null } }],
    });
    portal.mailbox.refusing = true;
    await portal.settle();
    expect(await shown(agent, email)).toMatchObject({
      nodes: [{ invitation: { sentAt: null, failure: 'RECIPIENT_DELAYED' } }],
    });
    portal.mailbox.refusing = false;
    await portal.database.superuser.query('update operations.mail_task set due_at = now() where attempts > 0');
    await portal.settle();
    const [{ invitation }] = (await shown(agent, email)).nodes;
    expect(invitation).toMatchObject({ sentAt: expect.any(String), failure: null });
    expect(Date.parse(invitation.expiresAt) - Date.parse(invitation.createdAt)).toBe(7 * 24 * 60 * 60 * 1_000);
    const { session } = await accept(portal, tokenIn(portal.mailbox.to(email)[0]));
    expect(await shown(agent, email)).toMatchObject({ nodes: [{ status: 'ACTIVE', invitation: null }] });
    await invite(agent, `another-${email}`);
    const invited = new ApiClient(portal.url, session.accessToken);
    expect(await invited.get('{ viewer { customer { status invitation { sentAt } } } }')).toEqual({
      viewer: { customer: { status: 'ACTIVE', invitation: null } },
    });
  });

  it.each([
    ['name', { name: ' ' }, 'REQUIRED'],
    ['name', { name: 'n'.repeat(201) }, 'TOO_LONG'],
    ['email', { email: ' ' }, 'REQUIRED'],
    ['email', { email: 'not an address' }, 'INVALID'],
    ['email', { email: 'two@portal.test, three@portal.test' }, 'INVALID'],
    ['email', { email: 'somebody@portal.test\r\nBcc: thief@portal.test' }, 'INVALID'],
    ['email', { email: `${'a'.repeat(250)}@portal.test` }, 'TOO_LONG'],
    ['phone', { phone: '12' }, 'INVALID'],
    ['locale', { locale: 'tlh' }, 'INVALID'],
    ['timeZone', { timeZone: 'Nowhere/At_All' }, 'INVALID'],
  ])('refuses a bad %s and makes nothing: %o', async (field, input, code) => {
    const before = await portal.database.superuser.query('select count(*) from customer');
    expect(await invite(agent, email, input)).toMatchObject({
      customer: null,
      userErrors: [{ code, field: `input.${field}` }],
    });
    expect((await portal.database.superuser.query('select count(*) from customer')).rows).toEqual(before.rows);
  });

  it('rejects the address of any user of the tenant', async () => {
    const gone = await tenant.customer();
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [gone.id]);
    for (const person of [await tenant.customer(), agent, gone]) {
      expect(await invite(agent, person.email.toUpperCase())).toEqual({
        customer: null,
        userErrors: [
          { code: 'CONFLICT', field: 'input.email', message: 'Someone already signs in with this email address.' },
        ],
      });
    }
  });

  it('accepts the address of a user of another tenant', async () => {
    const elsewhere = await (await portal.world.tenant()).customer();
    expect(await invite(agent, elsewhere.email)).toMatchObject({ userErrors: [] });
  });
});

describe('inviting again', () => {
  it('corrects the details of the same customer and sends another link; both links stay valid', async () => {
    const first = await invite(agent, email, { phone: '+8801712345678', timeZone: 'Asia/Dhaka' });
    await ageLinks(portal, '61 seconds');
    const again = await invite(agent, email, { name: 'Hilltop Clinic Limited', locale: 'bn' });
    expect(again.customer).toMatchObject({
      id: first.customer.id,
      name: 'Hilltop Clinic Limited',
      phone: '+8801712345678',
      timeZone: 'Asia/Dhaka',
      locale: 'bn',
    });
    const tokens = await tokensTo(portal, email);
    expect(tokens).toHaveLength(2);
    for (const token of tokens) expect(await lookAt(portal.nobody, token)).toMatchObject({ state: 'GOOD' });
    expect(await shown(agent, email)).toMatchObject({ totalCount: 1 });
  });

  it('within one minute sends nothing more, so that a request can be repeated', async () => {
    const answers = [await invite(agent, email), await invite(agent, email)];
    expect(answers[0]).toEqual(answers[1]);
    expect(await tokensTo(portal, email)).toHaveLength(1);
  });

  it('at the same time creates one customer and sends one link', async () => {
    const second = await portal.secondServer();
    const answers = await Promise.all(
      [portal.url, second.url, portal.url, second.url].map((url) =>
        agent.at(url).verb('customerInvite', { input: { name: 'Hilltop Clinic', email } }),
      ),
    );
    expect(new Set(answers.map(({ customer }) => customer.id)).size).toBe(1);
    expect(await tokensTo(portal, email)).toHaveLength(1);
  });

  it('is rejected once the invitation has been accepted', async () => {
    await invite(agent, email);
    await accept(portal, (await tokensTo(portal, email))[0]!);
    expect(await invite(agent, email)).toMatchObject({ customer: null, userErrors: [{ code: 'CONFLICT' }] });
  });
});
