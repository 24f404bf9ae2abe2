import { randomBytes } from 'node:crypto';
import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  AuthorizationResponseError,
  ResponseBodyError,
  type Configuration,
} from 'openid-client';
import type { SingleSignOnFailure } from '#shared/single-sign-on.ts';
import { digest } from '../access/digest.ts';
import { forEachTenant } from '../access/each-tenant.ts';
import { tenantScope } from '../access/scope.ts';
import type { RequestContext } from '../context.ts';
import { frequencies } from '../limits/limits.ts';
import type { Portal } from '../portal.ts';
import { byEmail, recordFailure } from '../sessions/session.security.ts';
import { enter, finishEntry, type SignedIn } from '../sessions/session.service.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { againIfTaken } from '../writes/again-if-taken.ts';
import { accountOf } from './account.ts';
import { findOffered, type CompleteSettings } from './offered.ts';
import { identify, type Person } from './person.ts';
import { ProviderFailed, egressErrorOf, type Providers } from './provider.ts';
import { SingleSignOnFailed } from './single-sign-on-failed.ts';
import { SingleSignOnAttempt } from './single-sign-on.entity.ts';

/** How long somebody may take at the provider. */
export const attemptSeconds = 10 * 60;

interface Beginning {
  tenant: Tenant;
  /** To where the provider returns. */
  redirectUri: string;
  /** What the cookie of the browser holds. */
  browser: string;
  destination: string;
}

/** Where to send somebody who wants to sign in. Fails with `SingleSignOnFailed`. */
export async function beginAtProvider(
  { portal }: RequestContext,
  providers: Providers,
  { tenant, redirectUri, browser, destination }: Beginning,
): Promise<URL> {
  const settings = await offered(portal, tenant);
  const provider = await providers.find(settings).catch(failAtProvider);
  const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
  const { issuer, clientId, tenantId } = settings;
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    entityManager.create(SingleSignOnAttempt, {
      id: digest(state),
      tenantId,
      browser: digest(browser),
      issuer,
      clientId,
      nonce,
      verifier,
      destination,
      expiresAt: new Date(Date.now() + attemptSeconds * 1_000),
    });
  });
  return buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: scopeFor(provider, settings),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
}

interface Return {
  tenant: Tenant;
  /** To where the provider has returned, with what it said. */
  returned: URL;
  browser: string;
}

/** Lets in who has returned from the provider, to the page they wanted. Fails with `SingleSignOnFailed`. */
export async function finishAtProvider(
  context: RequestContext,
  providers: Providers,
  { tenant, returned, browser }: Return,
): Promise<SignedIn & { destination: string }> {
  const { portal } = context;
  const state = returned.searchParams.get('state') ?? '';
  const attempt = await takeAttempt(portal, tenant, state, browser);
  const settings = await offered(portal, tenant);
  // other settings than those with which it began
  if (attempt?.issuer !== settings.issuer || attempt.clientId !== settings.clientId)
    throw new SingleSignOnFailed('EXPIRED');
  const { nonce, verifier, destination } = attempt;
  const { roleClaim } = settings;
  const provider = await providers.find(settings).catch(failAtProvider);
  let person: Person | undefined;
  try {
    person = await identify(provider, { returned, state, nonce, verifier, roleClaim }).catch(failAtProvider);
    return { ...(await letIn(context, tenant, settings, person)), destination };
  } catch (error) {
    if (error instanceof SingleSignOnFailed && !unfinished.includes(error.failure))
      await recordFailure(context, tenant.id, person ? byEmail(person.email) : nobody);
    throw error;
  }
}

/** What is no attempt: somebody gave up, or their provider did not answer. */
const unfinished: SingleSignOnFailure[] = ['CANCELLED', 'UNAVAILABLE'];

const nobody = () => Promise.resolve(null);

async function letIn(
  context: RequestContext,
  { id: tenantId }: Tenant,
  settings: CompleteSettings,
  person: Person,
): Promise<SignedIn> {
  const { portal } = context;
  const entry = await againIfTaken(() =>
    portal.write(tenantScope(tenantId), async (entityManager) => {
      const tenant = await entityManager.findOneOrFail(Tenant, tenantId);
      const user = await accountOf(entityManager, tenant, settings, person, context.origin);
      await portal.frequencies.count(frequencies.signIn, { userId: user.id, tenantId });
      user.lastActiveAt = new Date();
      await entityManager.flush();
      return enter(context, entityManager, user, SignInMethod.SINGLE_SIGN_ON);
    }),
  );
  return finishEntry(context, entry);
}

/** Each is used once, and by the browser alone in which it began; null for any other. */
const takeAttempt = (
  portal: Portal,
  { id: tenantId }: Tenant,
  state: string,
  browser: string,
): Promise<SingleSignOnAttempt | null> =>
  portal.write(tenantScope(tenantId), async (entityManager) => {
    const attempt = await entityManager.findOne(SingleSignOnAttempt, { id: digest(state), browser: digest(browser) });
    if (!attempt || (await entityManager.nativeDelete(SingleSignOnAttempt, { id: attempt.id })) === 0) return null;
    return attempt.expiresAt > new Date() ? attempt : null;
  });

/** Every night: sign-ins that nobody has returned from. */
export const deleteExpiredAttempts = (portal: Portal): Promise<void> =>
  forEachTenant(portal, (entityManager) =>
    entityManager.nativeDelete(SingleSignOnAttempt, { expiresAt: { $lt: new Date() } }),
  );

async function offered(portal: Portal, tenant: Tenant): Promise<CompleteSettings> {
  if (tenant.suspendedAt) throw new SingleSignOnFailed('SUSPENDED');
  const settings = await findOffered(portal, tenant.id);
  if (!settings) throw new SingleSignOnFailed('NOT_OFFERED');
  return settings;
}

/** What is asked of the provider, as far as it has that to tell. */
function scopeFor(provider: Configuration, { roleClaim }: CompleteSettings): string {
  const { scopes_supported: supported } = provider.serverMetadata();
  const ofRole = roleClaim && supported?.includes(roleClaim) ? [roleClaim] : [];
  const scopes = ['email', 'profile'].filter((scope) => supported?.includes(scope) ?? true);
  return [...new Set(['openid', ...scopes, ...ofRole])].join(' ');
}

function failAtProvider(error: unknown): never {
  if (error instanceof SingleSignOnFailed) throw error;
  if (error instanceof AuthorizationResponseError && error.error === 'access_denied')
    throw new SingleSignOnFailed('CANCELLED', error);
  const isAway = error instanceof ProviderFailed || egressErrorOf(error) !== null || isOutOfOrder(error);
  throw new SingleSignOnFailed(isAway ? 'UNAVAILABLE' : 'REFUSED', error);
}

/** Whether the provider itself says that it cannot answer. */
function isOutOfOrder(error: unknown): boolean {
  const { cause } = error as Error;
  if (error instanceof ResponseBodyError) return error.status >= 500;
  return cause instanceof Response && cause.status >= 500;
}

/** What the cookie of a browser holds that has none. */
export const newBrowser = (): string => randomBytes(32).toString('base64url');
