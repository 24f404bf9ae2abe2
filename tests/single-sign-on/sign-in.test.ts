import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteExpiredAttempts } from '../../server/single-sign-on/sign-in.service.ts';
import { secondFactorCookie } from '#shared/single-sign-on.ts';
import { turnOn } from '../second-factor/authenticator.ts';
import { serveHttp } from '../support/outside.ts';
import { usePortal } from '../support/portal.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';
import { startProvider, type TestClaims, type TestProvider } from './test-provider.ts';
import { Traveller } from './traveller.ts';

const portal = usePortal({ EGRESS_ALLOW: '127.0.0.1/32', PUBLIC_URL: 'http://portal.test' });
const slugs = Array.from({ length: 90 }, (_each, index) => `sso-${index}`);
let provider: TestProvider;
let tenant: TestTenant;
let admin: Person;
let tenants = 0;
let people = 0;

beforeAll(async () => {
  provider = await startProvider(slugs.map((slug) => `http://${slug}.portal.test/single-sign-on/callback`));
});
afterAll(() => provider.stop());

/** A tenant that offers single sign-on. */
async function offering(given: Record<string, unknown> = {}): Promise<{ tenant: TestTenant; admin: Person }> {
  const made = await portal.world.tenant({ slug: slugs[tenants++]! });
  const its = await made.admin();
  const { issuer, clientId, clientSecret } = provider;
  const input = { enabled: true, issuer, clientId, clientSecret, domains: ['padma.example'], newAccounts: 'CUSTOMER' };
  await its.done('singleSignOnUpdate', { input: { ...input, ...given } });
  return { tenant: made, admin: its };
}

beforeEach(async () => {
  ({ tenant, admin } = await offering());
});

const change = (input: Record<string, unknown>) => admin.done('singleSignOnUpdate', { input });
const traveller = (at = tenant) => new Traveller(portal.url, `http://${at.tenant.slug}.portal.test`);
const newEmail = () => `person-${++people}@padma.example`;
const verified = (claims: TestClaims = {}): TestClaims => ({
  email: newEmail(),
  email_verified: true,
  name: 'Rahima Khatun',
  ...claims,
});
const failure = (code: string) => `/sign-in?singleSignOn=${code}`;

/** Changes a parameter on the way to the provider. */
function changed(authorization: URL, name: string, value: string): URL {
  const url = new URL(authorization);
  url.searchParams.set(name, value);
  return url;
}

describe('somebody who signs in at the provider', () => {
  it('comes in with a new account, on the page they wanted, without a token in any address', async () => {
    const claims = verified({ locale: 'bn-BD', zoneinfo: 'Asia/Dhaka' });
    const browser = traveller();
    expect(await browser.signIn(provider.person(claims), '/tickets?status=OPEN#top')).toBe('/tickets?status=OPEN');
    const viewer = await browser.viewer();
    expect(viewer).toMatchObject({ email: claims.email, role: 'CUSTOMER', name: 'Rahima Khatun' });
    for (const address of browser.addresses.filter((each) => each.startsWith(browser.origin)))
      expect(address).not.toMatch(/token|eyJ/);
    const { customers } = await admin.get('{ customers { nodes { name email status locale timeZone } } }');
    expect(customers.nodes).toEqual([
      { name: 'Rahima Khatun', email: claims.email, status: 'ACTIVE', locale: 'bn', timeZone: 'Asia/Dhaka' },
    ]);
  });

  it('comes back to the same account, also with another address', async () => {
    const subject = provider.person(verified());
    const first = traveller();
    await first.signIn(subject);
    provider.change(subject, verified());
    const second = traveller();
    expect(await second.signIn(subject)).toBe('/');
    expect((await second.viewer())!.id).toBe((await first.viewer())!.id);
  });

  it('comes to the account of their verified address, which is told, and whose password stays', async () => {
    const customer = await tenant.customer({ email: newEmail() });
    const subject = provider.person(verified({ email: customer.email.toUpperCase() }));
    const browser = traveller();
    expect(await browser.signIn(subject)).toBe('/');
    expect((await browser.viewer())!.id).toBe(customer.id);
    await portal.settle();
    const [email] = await portal.mailbox.until(customer.email, 1);
    expect(email!.subject).toContain('Single sign-on now opens your account');
    const { session } = await browser.asVisitor().signIn({ email: customer.email });
    expect(session?.viewer.id).toBe(customer.id);
  });

  it('accepts an invitation by it, whose link is used up', async () => {
    const email = newEmail();
    await admin.done('staffInvite', { input: { name: 'Anika', email, role: 'AGENT' } });
    const browser = traveller();
    expect(await browser.signIn(provider.person(verified({ email })))).toBe('/');
    expect(await browser.viewer()).toMatchObject({ role: 'AGENT', name: 'Anika' });
    const { staff } = await admin.get('{ staff { nodes { email status } } }');
    expect(staff.nodes).toContainEqual({ email, status: 'ACTIVE' });
    await portal.settle();
    // an invitation that is used up is not mailed any more
    expect(portal.mailbox.to(email)).toEqual([]);
  });

  it('becomes one account where two browsers come at once', async () => {
    const subject = provider.person(verified());
    const browsers = [traveller(), traveller(), traveller()];
    expect(await Promise.all(browsers.map((browser) => browser.signIn(subject)))).toEqual(['/', '/', '/']);
    const ids = await Promise.all(browsers.map(async (browser) => (await browser.viewer())!.id));
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    '//evil.example',
    'https://evil.example/',
    String.raw`/\evil.example`,
    'javascript:alert(1)',
    '/\t/evil.example',
  ])('is led to no other site: %j', async (to) => {
    expect(await traveller().signIn(provider.person(verified()), to)).toBe('/');
  });

  it('gets a cookie that scripts and other sites do not have', async () => {
    const browser = traveller();
    await browser.begin();
    expect(browser.setCookies.find((cookie) => cookie.includes('portal_single_sign_on'))).toMatch(
      /; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
  });

  it('is asked for the second factor they have, by a question that only the sign-in page has', async () => {
    const customer = await tenant.customer({ email: newEmail() });
    await turnOn(portal, customer);
    const browser = traveller();
    const subject = provider.person(verified({ email: customer.email }));
    expect(await browser.signIn(subject, '/calls')).toBe('/sign-in?to=%2Fcalls');
    expect(await browser.viewer()).toBeNull();
    const cookie = browser.setCookies.find((each) => each.startsWith(secondFactorCookie))!;
    expect(cookie).toMatch(/; Path=\/sign-in; Expires=[^;]+; SameSite=Strict$/);
    const question = JSON.parse(Buffer.from(/=([^;]+)/.exec(cookie)![1]!, 'base64url').toString());
    expect(question).toEqual({
      token: expect.any(String),
      expiresAt: expect.any(String),
      methods: ['TOTP'],
      mustSetUp: false,
    });
  });

  it('comes in without another factor where the organisation demands one: what the provider asks for is its own matter', async () => {
    await admin.done('signInSettingsUpdate', { input: { secondFactorDemanded: true } });
    await change({ newAccounts: 'AGENT' });
    const browser = traveller();
    expect(await browser.signIn(provider.person(verified()))).toBe('/');
    expect(await browser.viewer()).toMatchObject({ role: 'AGENT' });
  });

  it('is known at this device afterwards, as are all who signed in there before', async () => {
    const browser = traveller();
    await browser.signIn(provider.person(verified()));
    browser.leave(provider.issuer);
    await browser.signIn(provider.person(verified()));
    const cookie = browser.setCookies.find((each) => each.includes('portal_device'))!;
    expect(/=([^;]+)/.exec(cookie)![1]!.split('.')).toHaveLength(2);
    // a strict cookie would not come along from the provider
    expect(cookie).toMatch(/; Path=\/; [^\n]*HttpOnly; SameSite=Lax/);
  });

  it('begins anywhere, and goes on at the address of the tenant', async () => {
    const browser = traveller();
    const { location } = await browser.get(
      new URL(`http://portal.test/single-sign-on/start?tenant=${tenant.tenant.slug}&to=/calls`),
    );
    expect(location!.origin).toBe(browser.origin);
    const authorization = (await browser.get(location!)).location!;
    const page = await browser.comeBack(await browser.identify(authorization, provider.person(verified())));
    expect(page).toBe('/calls');
  });
});

it('begins only where somebody wants it: another site can lead to the sign-in page, and no further', async () => {
  const browser = traveller();
  const start = new URL('/single-sign-on/start?to=/calls', browser.origin);
  const { location } = await browser.get(start, { 'sec-fetch-site': 'cross-site' });
  expect(location!.href).toBe(`${browser.origin}/sign-in?to=%2Fcalls`);
});

describe('what comes back from the provider', () => {
  it('is taken once', async () => {
    const browser = traveller();
    const callback = await browser.identify(await browser.begin(), provider.person(verified()));
    expect(await browser.comeBack(callback)).toBe('/');
    expect(await browser.comeBack(callback)).toBe(failure('EXPIRED'));
  });

  it('is taken from the browser alone in which it began, so that nobody is signed in as somebody else', async () => {
    const attacker = traveller();
    const callback = await attacker.identify(await attacker.begin(), provider.person(verified()));
    const victim = traveller();
    expect(await victim.comeBack(callback)).toBe(failure('EXPIRED'));
    await victim.begin();
    expect(await victim.comeBack(callback)).toBe(failure('EXPIRED'));
    expect(await victim.viewer()).toBeNull();
    // and it was not used up by that
    expect(await attacker.comeBack(callback)).toBe('/');
  });

  it('is taken by the tenant alone at which it began', async () => {
    const other = await offering();
    const browser = traveller();
    const callback = await browser.identify(await browser.begin(), provider.person(verified()));
    const elsewhere = traveller(other.tenant);
    await elsewhere.begin();
    expect(await elsewhere.comeBack(new URL(`${callback.pathname}${callback.search}`, elsewhere.origin))).toBe(
      failure('EXPIRED'),
    );
    expect(await elsewhere.viewer()).toBeNull();
  });

  it.each(['?code=any', '?code=any&state=made-up', '', '?error=server_error&error_description=<script>'])(
    'is refused without a beginning: %j',
    async (query) => {
      const browser = traveller();
      await browser.begin();
      expect(await browser.comeBack(new URL(`/single-sign-on/callback${query}`, browser.origin))).toBe(
        failure('EXPIRED'),
      );
    },
  );

  it.each([
    ['nonce', 'of-somebody-else'],
    ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
  ])('is refused with another %s', async (name, value) => {
    const browser = traveller();
    const callback = await browser.identify(changed(await browser.begin(), name, value), provider.person(verified()));
    expect(await browser.comeBack(callback)).toBe(failure('REFUSED'));
    expect(await browser.viewer()).toBeNull();
  });

  it('is refused with the code of another sign-in', async () => {
    const [attacker, victim] = [traveller(), traveller()];
    const stolen = await attacker.identify(await attacker.begin(), provider.person(verified()));
    const callback = await victim.identify(await victim.begin(), provider.person(verified()));
    callback.searchParams.set('code', stolen.searchParams.get('code')!);
    expect(await victim.comeBack(callback)).toBe(failure('REFUSED'));
  });

  it('is refused from another issuer', async () => {
    const browser = traveller();
    const callback = await browser.identify(await browser.begin(), provider.person(verified()));
    callback.searchParams.set('iss', 'https://evil.example');
    expect(await browser.comeBack(callback)).toBe(failure('REFUSED'));
  });

  it('is refused once the settings are others', async () => {
    const browser = traveller();
    const callback = await browser.identify(await browser.begin(), provider.person(verified()));
    await change({ clientId: 'another' });
    expect(await browser.comeBack(callback)).toBe(failure('EXPIRED'));
  });

  it('may be that they do not want to, of which nothing is shown but that', async () => {
    const browser = traveller();
    const { searchParams } = await browser.begin();
    const query = new URLSearchParams({
      error: 'access_denied',
      error_description: 'Ignore all of this',
      state: searchParams.get('state')!,
      iss: provider.issuer,
    });
    expect(await browser.comeBack(new URL(`/single-sign-on/callback?${query.toString()}`, browser.origin))).toBe(
      failure('CANCELLED'),
    );
  });
});

describe('somebody', () => {
  it.each([{ email_verified: false }, { email_verified: undefined }, { email: undefined }, { email: 'nothing' }])(
    'without a verified address does not come in: %j',
    async (claims) => {
      const { email } = await tenant.customer({ email: newEmail() });
      expect(await traveller().signIn(provider.person(verified({ email, ...claims })))).toBe(failure('UNVERIFIED'));
    },
  );

  it.each(['@other.example', '@mail.padma.example', '@padma.example.evil.example'])(
    'at a domain that admins have not named does not come in: %s',
    async (domain) => {
      const email = `somebody${domain}`;
      await tenant.customer({ email });
      expect(await traveller().signIn(provider.person(verified({ email })))).toBe(failure('OTHER_DOMAIN'));
    },
  );

  it('who came in before stays out once their address is at another domain', async () => {
    const subject = provider.person(verified());
    await traveller().signIn(subject);
    await change({ domains: ['meghna.example'] });
    expect(await traveller().signIn(subject)).toBe(failure('OTHER_DOMAIN'));
  });

  it('who got an address that was that of somebody else gets nothing of theirs', async () => {
    const claims = verified();
    const former = traveller();
    await former.signIn(provider.person(claims));
    expect(await traveller().signIn(provider.person(claims))).toBe(failure('OTHER_ACCOUNT'));
  });

  it('without an account stays out where none are made, or sign-up is closed', async () => {
    await change({ newAccounts: 'NONE' });
    expect(await traveller().signIn(provider.person(verified()))).toBe(failure('NO_ACCOUNT'));
    await change({ newAccounts: 'CUSTOMER' });
    await admin.done('signUpSettingsUpdate', { input: { mode: 'CLOSED' } });
    expect(await traveller().signIn(provider.person(verified()))).toBe(failure('NO_ACCOUNT'));
    await change({ newAccounts: 'AGENT' });
    const agent = traveller();
    expect(await agent.signIn(provider.person(verified()))).toBe('/');
    expect((await agent.viewer())!.role).toBe('AGENT');
  });

  it('whose role may not sign in so stays out, and gets no account', async () => {
    const chosen = { customerMethods: ['PASSWORD'], agentMethods: ['SINGLE_SIGN_ON'] };
    await admin.done('signInSettingsUpdate', { input: chosen });
    const email = newEmail();
    expect(await traveller().signIn(provider.person(verified({ email })))).toBe(failure('NOT_OFFERED'));
    const { customers } = await admin.get('{ customers { nodes { email } } }');
    expect(customers.nodes).not.toContainEqual({ email });
    const agent = newEmail();
    await admin.done('staffInvite', { input: { name: 'Anika', email: agent, role: 'AGENT' } });
    expect(await traveller().signIn(provider.person(verified({ email: agent })))).toBe('/');
  });

  it('who was deactivated stays out, by name and by address', async () => {
    const subject = provider.person(verified());
    await traveller().signIn(subject);
    const { customers } = await admin.get('{ customers { nodes { id } } }');
    await admin.done('customerDeactivate', { id: customers.nodes[0].id });
    expect(await traveller().signIn(subject)).toBe(failure('DEACTIVATED'));
    const other = await tenant.customer({ email: newEmail() });
    await admin.done('customerDeactivate', { id: other.customerId! });
    expect(await traveller().signIn(provider.person(verified({ email: other.email })))).toBe(failure('DEACTIVATED'));
  });

  it('stays out of a tenant that is suspended, or no longer offers it', async () => {
    const browser = traveller();
    const callback = await browser.identify(await browser.begin(), provider.person(verified()));
    await change({ enabled: false });
    expect(await browser.comeBack(callback)).toBe(failure('NOT_OFFERED'));
    await change({ enabled: true });
    const later = traveller();
    const other = await later.identify(await later.begin(), provider.person(verified()));
    await portal.database.superuser.query('update tenant set suspended_at = now() where id = $1', [tenant.id]);
    expect(await later.comeBack(other)).toBe(failure('SUSPENDED'));
    expect(await browser.begin()).toMatchObject({ search: '?singleSignOn=SUSPENDED' });
  });
});

describe('a role that the provider decides', () => {
  const roles = { roleClaim: 'groups', agentValues: ['support'], adminValues: ['owners'] };
  const roleOf = async (subject: string) => {
    const browser = traveller();
    const page = await browser.signIn(subject);
    return page === '/' ? (await browser.viewer())!.role : page;
  };

  it('is that of a new account, and changes with each sign-in, which ends the sessions before it', async () => {
    await change(roles);
    const claims = verified({ groups: ['others', 'support'] });
    const subject = provider.person(claims);
    const first = traveller();
    await first.signIn(subject);
    expect((await first.viewer())!.role).toBe('AGENT');
    provider.change(subject, { ...claims, groups: ['support', 'owners'] });
    expect(await roleOf(subject)).toBe('ADMIN');
    expect(await first.viewer()).toBeNull();
    provider.change(subject, { ...claims, groups: ['support'] });
    expect(await roleOf(subject)).toBe('AGENT');
  });

  it('keeps out staff of whom it says nothing, and makes customers of others', async () => {
    await change(roles);
    const colleague = verified({ groups: ['support'] });
    const subject = provider.person(colleague);
    expect(await roleOf(subject)).toBe('AGENT');
    provider.change(subject, { ...colleague, groups: [] });
    expect(await roleOf(subject)).toBe(failure('NO_ROLE'));
    expect(await roleOf(provider.person(verified({ groups: ['others'] })))).toBe('CUSTOMER');
  });

  it('never takes the last admin away', async () => {
    await change(roles);
    const { email } = admin;
    await portal.database.superuser.query(`update portal_user set email = 'owner@padma.example' where email = $1`, [
      email,
    ]);
    const claims = verified({ email: 'owner@padma.example', groups: ['support'] });
    const subject = provider.person(claims);
    expect(await roleOf(subject)).toBe('ADMIN');
    provider.change(subject, { ...claims, groups: [] });
    expect(await roleOf(subject)).toBe('ADMIN');
    await tenant.admin();
    expect(await roleOf(subject)).toBe(failure('NO_ROLE'));
    provider.change(subject, claims);
    expect(await roleOf(subject)).toBe('AGENT');
  });

  it('makes no staff of a customer, and is none of anybody where it is not asked for', async () => {
    const claims = verified({ groups: ['owners'] });
    const subject = provider.person(claims);
    expect(await roleOf(subject)).toBe('CUSTOMER');
    await change(roles);
    expect(await roleOf(subject)).toBe('CUSTOMER');
  });

  it('is in the history, as is how they came', async () => {
    await change(roles);
    const claims = verified({ groups: ['support'] });
    const subject = provider.person(claims);
    await roleOf(subject);
    provider.change(subject, { ...claims, groups: ['owners'] });
    await roleOf(subject);
    const { auditLog } = await admin.get(
      '{ auditLog(filter: { noun: [STAFF] }) { nodes { event actor { name } changes { field from to } } } }',
    );
    expect(auditLog.nodes).toEqual([
      { event: 'StaffMemberChanged', actor: null, changes: [{ field: 'role', from: 'AGENT', to: 'ADMIN' }] },
      { event: 'StaffMemberJoined', actor: { name: 'Rahima Khatun' }, changes: [] },
    ]);
  });
});

describe('the security log', () => {
  const logOf = async () =>
    (
      await admin.get(
        `{ auditLog(first: 9, filter: { security: true, noun: [SESSION, SINGLE_SIGN_ON, STAFF] }) {
             nodes { event address attempts user { id } changes { field to } } } }`,
      )
    ).auditLog.nodes;
  beforeEach(() => portal.database.superuser.query('delete from portal_event where tenant_id = $1', [tenant.id]));

  it('has who came in so, which accounts it opens since then, and who joined, from where', async () => {
    const { id, email } = await tenant.customer({ email: newEmail() });
    await portal.database.superuser.query('delete from portal_event where tenant_id = $1', [tenant.id]);
    await traveller().signIn(provider.person(verified({ email })));
    await change({ newAccounts: 'AGENT' });
    await traveller().signIn(provider.person(verified()));
    const signIn = { event: 'SignInSucceeded', changes: [{ field: 'method', to: 'SINGLE_SIGN_ON' }] };
    expect(await logOf()).toMatchObject(
      [signIn, { event: 'StaffMemberJoined' }, { event: 'SingleSignOnChanged' }, signIn]
        .concat({ event: 'SingleSignOnLinked', user: { id } } as never)
        .map((entry) => ({ ...entry, address: '127.0.0.1' })),
    );
  });

  it('has who was refused, by account where there is one, and nothing of who gave up or made something up', async () => {
    const { id, email } = await tenant.customer({ email: newEmail() });
    await portal.database.superuser.query('delete from portal_event where tenant_id = $1', [tenant.id]);
    for (const browser of [traveller(), traveller()])
      await browser.comeBack(new URL('/single-sign-on/callback?code=any&state=made-up', browser.origin));
    const { searchParams } = await traveller().begin();
    expect(searchParams.get('state')).not.toBeNull();
    expect(await logOf()).toEqual([]);
    await change({ domains: ['other.example'] });
    for (let time = 0; time < 2; time++)
      await traveller().signIn(provider.person(verified({ email, email_verified: true })));
    await traveller().signIn(provider.person(verified({ email, email_verified: false })));
    expect(await logOf()).toMatchObject([
      { event: 'SignInFailed', attempts: 1, user: null },
      { event: 'SignInFailed', attempts: 2, user: { id }, address: '127.0.0.1' },
      { event: 'SingleSignOnChanged' },
    ]);
  });
});

describe('a provider', () => {
  const none = { domains: ['padma.example'] };

  it('that is away, slow, too talkative or leads elsewhere keeps nobody waiting for ever', async () => {
    const inside = await serveHttp((_request, response) => response.end('{}'));
    const endings = await Promise.all(
      [
        'http://127.0.0.1:1',
        await serve(
          (_request, response) => void response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/` }).end(),
        ),
        await serve((_request, response) => void response.end(`{"issuer":"${'x'.repeat(300_000)}"}`)),
        await serve(() => {}),
        await serve((_request, response) => void response.end('no JSON')),
      ].map(async (issuer) => {
        const made = await offering({ issuer, ...none });
        const [{ problems }, failed] = await Promise.all([
          made.admin.done('singleSignOnCheck', {}),
          traveller(made.tenant).begin(),
        ]);
        return [failed.search, problems];
      }),
    );
    const away = '?singleSignOn=UNAVAILABLE';
    expect(endings).toEqual([
      [away, ['UNREACHABLE']],
      [away, ['NOT_A_PROVIDER']],
      [away, ['TOO_LARGE']],
      [away, ['TIMEOUT']],
      [away, ['NOT_A_PROVIDER']],
    ]);
    expect(inside.connections()).toBe(0);
  });

  const serve = async (listener: Parameters<typeof serveHttp>[0]) =>
    `http://127.0.0.1:${(await serveHttp(listener)).port}`;

  it('that fails between leaving and coming back leads to the sign-in page', async () => {
    const browser = traveller();
    const callback = await browser.identify(await browser.begin(), provider.person(verified()));
    provider.misbehave('/token', (_request, response) => void response.writeHead(503).end());
    try {
      expect(await browser.comeBack(callback)).toBe(failure('UNAVAILABLE'));
    } finally {
      provider.misbehave('/token', null);
    }
  });

  it('whose keys are not those with which its answer is signed is not believed', async () => {
    const { keys } = (await (await fetch(`${provider.issuer}/jwks`)).json()) as { keys: { n: string }[] };
    const { publicKey } = await generateKeyPair('RS256');
    const { n } = await exportJWK(publicKey);
    provider.misbehave('/jwks', (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: keys.map((key) => ({ ...key, n })) }));
    });
    try {
      const made = await offering();
      expect(await traveller(made.tenant).signIn(provider.person(verified()))).toBe(failure('REFUSED'));
    } finally {
      provider.misbehave('/jwks', null);
    }
  });

  it('that stands for any organisation is none', async () => {
    const { issuer } = provider;
    provider.misbehave('/.well-known', (_request, response) => {
      const other = { issuer: 'https://login.example/{tenantid}/v2.0', authorization_endpoint: `${issuer}/auth` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(other));
    });
    try {
      const made = await offering();
      expect((await made.admin.done('singleSignOnCheck', {})).problems).toEqual(['OTHER_ISSUER']);
      expect((await traveller(made.tenant).begin()).search).toBe('?singleSignOn=UNAVAILABLE');
    } finally {
      provider.misbehave('/.well-known', null);
    }
  });

  it('whose every part answers has no problems', async () => {
    expect((await admin.done('singleSignOnCheck', {})).problems).toEqual([]);
  });

  it('that lacks something is told what', async () => {
    const { issuer } = provider;
    provider.misbehave('/.well-known', (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/nothing`,
          response_types_supported: ['id_token'],
          scopes_supported: ['openid'],
          token_endpoint_auth_methods_supported: ['client_secret_post'],
        }),
      );
    });
    try {
      await change({ clientSecret: null });
      const { problems } = await admin.done('singleSignOnCheck', {});
      expect(problems).toEqual(['NO_CODE_FLOW', 'NO_PKCE', 'NO_EMAIL', 'NO_CLIENT_SECRET', 'NO_KEYS']);
    } finally {
      provider.misbehave('/.well-known', null);
    }
  });
});

it('is shown at the address of a tenant that offers it', async () => {
  const asked = '{ portal { signInMethods singleSignOn { label } } }';
  const offer = async () => (await traveller().asVisitor().ask<any>(asked)).portal;
  const methods = ['PASSWORD', 'EMAIL', 'PASSKEY'];
  expect(await offer()).toEqual({ signInMethods: [...methods, 'SINGLE_SIGN_ON'], singleSignOn: { label: null } });
  await change({ label: 'Padma staff' });
  expect(await offer()).toMatchObject({ singleSignOn: { label: 'Padma staff' } });
  const nobody = { customerMethods: methods, agentMethods: methods, adminMethods: methods };
  await admin.done('signInSettingsUpdate', { input: nobody });
  expect(await offer(), 'no role may use it').toEqual({ signInMethods: methods, singleSignOn: null });
  await admin.done('signInSettingsUpdate', { input: { agentMethods: ['SINGLE_SIGN_ON'] } });
  expect(await offer()).toMatchObject({ singleSignOn: { label: 'Padma staff' } });
  await admin.done('signInSettingsUpdate', { input: nobody });
  await change({ enabled: false });
  expect(await offer()).toEqual({ signInMethods: methods, singleSignOn: null });
});

it('leaves nothing behind of those who never came back', async () => {
  await traveller().begin();
  await portal.database.superuser.query(`update single_sign_on_attempt set expires_at = now() - interval '1 second'`);
  await deleteExpiredAttempts(portal.app.portal);
  const { rows } = await portal.database.superuser.query('select count(*)::int as count from single_sign_on_attempt');
  expect(rows[0].count).toBe(0);
});

it('lets people in by their password whatever becomes of it', async () => {
  const { email } = await tenant.customer();
  await admin.done('singleSignOnRemove', {});
  expect((await traveller().asVisitor().signIn({ email, password })).session).not.toBeNull();
});
