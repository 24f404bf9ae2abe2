import { decodeProtectedHeader } from 'jose';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { encryptAnew } from '../../server/access/encrypted-fields.ts';
import { readKnownDevices } from '../../server/access/known-devices.ts';
import { tenantScope } from '../../server/access/scope.ts';
import { startApp, type App } from '../../server/app.ts';
import { encryptedFields } from '../../server/encrypted-fields.ts';
import { makeLinkToken, readLinkToken } from '../../server/account-links/link-token.ts';
import { codeOf, isCode, makeRequestToken, readRequestToken } from '../../server/sign-in-codes/sign-in-code-secrets.ts';
import { makeUnsubscribePath, readUnsubscribeLink } from '../../server/notifications/unsubscribe-link.ts';
import { forgetCodes, turnOn, type Authenticator } from '../second-factor/authenticator.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { Visitor } from './visitor.ts';

const former = 'Wf0hBq3xKc7vRz2nTy8mLp5sGd1jUe4aXo9i';
const next = 'aY6tNw1kJr8cPv4zHb0xQm3gSf7dLu2eOi5j';
const portal = usePortal({ JWT_SECRET: former });
let tenant: TestTenant;
let admin: Person;
let customer: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  [admin, customer] = await Promise.all([tenant.admin(), tenant.customer()]);
});

/** Another server over the same database, with these secrets. */
async function serve(secret: string, ...accepted: string[]): Promise<{ app: App; url: string }> {
  const config = { ...portal.app.portal.config, jwtSecret: secret, jwtSecretsAccepted: accepted };
  const app = await startApp({ config, databaseUrl: portal.database.url });
  onTestFinished(app.stop);
  return { app, url: `http://127.0.0.1:${app.port}` };
}

const isLetIn = async (person: Person, url: string) =>
  (await person.at(url).ask('{ viewer { id } }')).errors === undefined;

async function signedIn(person: Person, url = portal.url): Promise<Visitor> {
  const visitor = new Visitor(url);
  expect((await visitor.signIn({ email: person.email, tenant: person.tenantSlug })).userErrors).toEqual([]);
  return visitor;
}

/** Signs in with a code of the app; whether that was right. */
async function signInByCode(authenticator: Authenticator, url: string): Promise<boolean> {
  await forgetCodes(portal, admin);
  const visitor = new Visitor(url);
  const { signIn } = await visitor.ask<any>(
    `mutation($input: SignInInput!) { signIn(input: $input) { secondFactor { token } userErrors { code } } }`,
    { input: { email: admin.email, tenant: admin.tenantSlug, password: 'correct horse battery staple' } },
  );
  const input = { token: signIn.secondFactor.token, code: authenticator.code() };
  const query = `mutation($input: SecondFactorVerifyInput!) { secondFactorVerify(input: $input) { session { accessToken } } }`;
  const { secondFactorVerify } = await visitor
    .ask<any>(query, { input })
    .catch(() => ({ secondFactorVerify: { session: null } }));
  return secondFactorVerify.session !== null;
}

describe('a secret that is replaced', () => {
  it('leaves everybody signed in, on servers that have the next one already and on those that do not yet', async () => {
    const [early, late] = [await serve(former, next), await serve(next, former)];
    const visitor = await signedIn(customer);
    expect(await isLetIn(customer, late.url)).toBe(true);

    const there = visitor.copy({ url: late.url });
    const { session } = await there.refresh();
    expect(decodeProtectedHeader(session!.accessToken)['kid']).not.toBe(
      decodeProtectedHeader(customer.accessToken!)['kid'],
    );
    expect((await there.copy({ url: early.url }).refresh()).session).not.toBeNull();
  });

  it('leaves links and codes good that were emailed before, and devices known', async () => {
    const { app } = await serve(next, former);
    const reference = { tenantId: tenant.id, id: customer.id };
    const [{ signedLinks: before }, { signedLinks: after }] = [portal.app.portal, app.portal];
    expect(readLinkToken(after, makeLinkToken(before, reference))).toEqual(reference);
    expect(readRequestToken(after, makeRequestToken(before, reference))).toEqual(reference);
    expect(isCode(after, reference, codeOf(before, reference))).toBe(true);
    const unsubscription = { tenantId: tenant.id, userId: customer.id, type: 'MessageAdded' };
    const link = new URL(makeUnsubscribePath(before, unsubscription), 'http://portal.test');
    expect(readUnsubscribeLink(after, Object.fromEntries(link.searchParams))).toEqual(unsubscription);
    const { knownDevice } = await signedIn(customer);
    expect(readKnownDevices(after, knownDevice!)).toMatchObject([{ userId: customer.id }]);
  });

  it('is good for nothing any more once it is not accepted', async () => {
    const { app, url } = await serve(next);
    const visitor = await signedIn(customer);
    expect(await isLetIn(customer, url)).toBe(false);
    expect((await visitor.copy({ url }).refresh()).session).toBeNull();
    const token = makeLinkToken(portal.app.portal.signedLinks, { tenantId: tenant.id, id: customer.id });
    expect(app.portal.signedLinks.open('account-links', token, 32)).toBeNull();
  });

  it('is not needed for second factors and the secrets of providers once they were encrypted anew, and until then it is', async () => {
    await admin.done('singleSignOnUpdate', { input: { clientSecret: 'of the provider' } });
    const { authenticator } = await turnOn(portal, admin);
    const [both, alone] = [await serve(next, former), await serve(next)];
    expect(await signInByCode(authenticator, both.url)).toBe(true);
    expect(await signInByCode(authenticator, alone.url)).toBe(false);

    const renew = async () => {
      const counts = encryptedFields.map((each) =>
        both.app.portal.write(tenantScope(tenant.id), (entityManager) =>
          encryptAnew(entityManager, both.app.portal.signedLinks, each),
        ),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    expect(await renew()).toBe(2);
    expect(await renew()).toBe(0);
    expect(await signInByCode(authenticator, alone.url)).toBe(true);
  });
});
