import { beforeEach, describe, expect, it, vi } from 'vitest';
import { mailedReset, reset, useForgetfulPortal } from '../account-links/emailed-links.ts';
import { Visitor } from '../sessions/visitor.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let customer: Person;
let admin: Person;

const chrome = (version: number, system = 'X11; Linux x86_64') =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

beforeEach(async () => {
  tenant = await portal.world.tenant({ name: 'Padma Net' });
  [customer, admin] = await Promise.all([tenant.customer(), tenant.admin()]);
  // that they have been signed in by `fetch` is not what is looked for
  await portal.database.superuser.query('delete from session where user_id = $1', [customer.id]);
  await forget();
});

const forget = () => portal.database.superuser.query('delete from portal_event where tenant_id = $1', [tenant.id]);

const browser = (userAgent = chrome(141)) => new Visitor(portal.url, 'portal.test', { 'user-agent': userAgent });

const signIn = (visitor: Visitor, given = password, email = customer.email) =>
  visitor.signIn({ email, password: given, tenant: tenant.tenant.slug });

const logOf = async (who: Person = admin, filter: Record<string, unknown> | null = { security: true }) =>
  (
    await who.get(
      `query($filter: AuditLogFilter) { auditLog(filter: $filter, first: 100) {
         nodes { event origin address userAgent attempts actor { id } user { id } changes { field to } }
       } }`,
      { filter },
    )
  ).auditLog.nodes;

describe('the security log', () => {
  it('says who signed in and out, how, from where and at which device', async () => {
    const visitor = browser();
    await signIn(visitor);
    await visitor.signOut();
    await visitor.signOut();
    const here = { address: '127.0.0.1', userAgent: chrome(141), attempts: null, actor: { id: customer.id } };
    expect(await logOf()).toMatchObject([
      { event: 'SignInEnded', ...here },
      { event: 'SignInSucceeded', origin: 'VIEWER', ...here, changes: [{ field: 'method', to: 'PASSWORD' }] },
    ]);
  });

  it('counts what failed by account and address, and keeps nothing of what was typed', async () => {
    for (let time = 0; time < 3; time++) await signIn(browser(), `wrong-${time}`);
    await signIn(browser(), 'wrong', 'nobody-here@portal.test');
    await signIn(browser(), 'wrong', 'my-password-by-mistake@portal.test');
    expect(await logOf()).toMatchObject([
      { event: 'SignInFailed', origin: 'VISITOR', address: '127.0.0.1', attempts: 2, actor: null, user: null },
      { event: 'SignInFailed', origin: 'VISITOR', address: '127.0.0.1', attempts: 3, user: { id: customer.id } },
    ]);
    const { rows } = await portal.database.superuser.query(
      'select portal_event::text || event_origin::text as row from event_origin join portal_event using (tenant_id, tenant_sequence)',
    );
    expect(JSON.stringify(rows)).not.toMatch(/wrong|nobody-here|by-mistake/);
  });

  it('has at most 21 entries in a quarter of an hour about addresses that nobody has, however many ask', async () => {
    const proxied = await portal.secondServer();
    const { recordAttempt } = await import('../../server/events/record-security.ts');
    const { signInFailed } = await import('../../server/sessions/session.events.ts');
    const { tenantScope } = await import('../../server/access/scope.ts');
    vi.spyOn(Date, 'now').mockReturnValue(Date.now());
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 ? proxied.app : portal.app).portal.write(tenantScope(tenant.id), (entityManager) =>
          recordAttempt(
            entityManager,
            { address: `192.0.2.${index % 30}`, userAgent: '' },
            signInFailed,
            tenant.id,
            null,
          ),
        ),
      ),
    );
    vi.restoreAllMocks();
    const entries = (await logOf()) as { address: string | null; attempts: number }[];
    expect(entries).toHaveLength(21);
    expect(entries.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(60);
    expect(entries.filter(({ address }) => address === null)).toHaveLength(1);
  });

  it('has what admins do to accounts and settings, with where they did it', async () => {
    const agent = await tenant.agent();
    await forget();
    await admin.done('staffUpdate', { id: agent.id, input: { role: 'ADMIN' } });
    await admin.done('organisationUpdate', { input: { name: 'Padma Broadband' } });
    await admin.done('profileUpdate', { input: { phone: '+8801712345679' } });
    await customer.openTicket();
    expect(await logOf()).toMatchObject(
      ['UserChanged', 'OrganisationChanged', 'StaffMemberChanged'].map((event) => ({
        event,
        address: '127.0.0.1',
        actor: { id: admin.id },
      })),
    );
    const [newest] = await logOf(admin, null);
    expect(newest).toMatchObject({ event: 'TicketCreated', address: null, userAgent: null });
  });

  it('is seen by admins alone, and is in no stream and no copy', async () => {
    const agent = await tenant.agent();
    const listener = await agent.listenFromNow();
    await signIn(browser());
    await agent.done('profileUpdate', { input: { name: 'Another Name' } });
    const copy = await agent.get('{ portalEvents(first: 100) { nodes { event address userAgent attempts } } }');
    expect(copy.portalEvents.nodes).toEqual([{ event: 'UserChanged', address: null, userAgent: null, attempts: null }]);
    expect(await listener.next()).toMatchObject({ __typename: 'UserChanged' });
    const { errors } = await agent.ask('{ auditLog(first: 1, filter: { security: true }) { nodes { address } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('is in the log of the server, without a secret, once it is committed', async () => {
    const info = vi.spyOn(portal.app.portal.log, 'info');
    await signIn(browser());
    await signIn(browser(), 'a wrong secret');
    const entries = info.mock.calls.filter(([, message]) => (message as unknown) === 'security');
    info.mockRestore();
    expect(entries.map(([entry]) => entry)).toMatchObject(
      ['SignInSucceeded', 'SignInFailed'].map((event) => ({
        security: { event, tenantId: tenant.id, subjectId: customer.id, address: '127.0.0.1' },
      })),
    );
    expect(JSON.stringify(entries)).not.toMatch(/a wrong secret|correct horse|@portal\.test|eyJ/);
  });

  it('forgets addresses and devices after 180 days, and nothing else', async () => {
    await signIn(browser());
    await portal.database.superuser.query(
      `update portal_event set occurred_at = now() - interval '181 days' where tenant_id = $1`,
      [tenant.id],
    );
    await portal.runNightlyJobs();
    expect(await logOf()).toMatchObject([
      { event: 'SignInSucceeded', address: null, userAgent: null, actor: { id: customer.id } },
    ]);
  });
});

describe('the owner of an account is told by email', () => {
  const mailsTo = async () => {
    await portal.settle();
    return portal.mailbox.to(customer.email);
  };

  it('of a device where they were not signed in before, with when, where and what to do', async () => {
    await customer.done('profileUpdate', { input: { timeZone: 'Asia/Dhaka' } });
    await signIn(browser());
    await signIn(browser(chrome(142)));
    expect(await mailsTo()).toEqual([]);
    await signIn(browser(firefox));
    const [mail, ...others] = await mailsTo();
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('New sign-in to your account with Padma Net');
    expect(mail!.text).toContain('Device: Firefox on Windows\nIP address: 127.0.0.1');
    expect(mail!.text).toMatch(/When: .*\(Bangladesh Standard Time, Asia\/Dhaka\)/);
    expect(mail!.text).toContain('/forgot-password');
    expect(mail!.html).toContain('<td style="padding:2px 0;overflow-wrap:anywhere">Firefox on Windows</td>');
    expect(mail!.from!.text).toContain('Padma Net');
  });

  it('in their language', async () => {
    await customer.done('profileUpdate', { input: { locale: 'bn' } });
    await signIn(browser());
    await signIn(browser(firefox));
    const [mail] = await mailsTo();
    expect(mail!.subject).toBe('Padma Net: আপনার অ্যাকাউন্টে নতুন সাইন-ইন');
    expect(mail!.text).toContain('আইপি ঠিকানা: 127.0.0.1');
  });

  it('of a new password, with when and where', async () => {
    await reset(portal, await mailedReset(portal, customer));
    const mail = (await mailsTo()).at(-1);
    expect(mail!.subject).toBe('Your password for Padma Net was changed');
    expect(mail!.text).toContain('IP address: 127.0.0.1');
    expect(await logOf()).toMatchObject([
      { event: 'SignInSucceeded', changes: [{ to: 'PASSWORD' }] },
      { event: 'PasswordChanged', address: '127.0.0.1', user: { id: customer.id } },
    ]);
  });
});
