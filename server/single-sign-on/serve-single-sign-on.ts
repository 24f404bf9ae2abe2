import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { secondFactorCookie, singleSignOnPath, type SingleSignOnFailure } from '#shared/single-sign-on.ts';
import { singleSignOnCookie } from '../access/cookie.ts';
import { isHttps, type Config } from '../config.ts';
import type { RequestContext } from '../context.ts';
import { headOf } from '../graphql/errors.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import type { Portal } from '../portal.ts';
import type { Requests } from '../requests.ts';
import type { SecondFactorQuestion } from '../second-factor/second-factor-question.contract.ts';
import { hostnameOf } from '../tenants/host.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';
import { findTenantBySlug, tenantAtHost, tenantUrl } from '../tenants/tenant.service.ts';
import { callbackPath } from './paths.ts';
import { Providers } from './provider.ts';
import { attemptSeconds, beginAtProvider, finishAtProvider, newBrowser } from './sign-in.service.ts';
import { SingleSignOnFailed } from './single-sign-on-failed.ts';

/** Beside the price of a request: it may ask the provider what it is, and is written down. */
const startPrice = 100;
const longestDestination = 1_000;

interface StartQuery {
  tenant?: unknown;
  to?: unknown;
}

/**
 * The two addresses by which a browser goes to a provider and comes back. Whatever happens ends at a page of the portal:
 * the one that was wanted, or the sign-in page with the reason in its query. Neither a token nor what the provider says is
 * ever in an address of the portal.
 */
export function serveSingleSignOn(http: FastifyInstance, portal: Portal, requests: Requests): void {
  const providers = new Providers(portal);
  const routes = { [singleSignOnPath]: start, [callbackPath]: comeBack };
  for (const [path, handle] of Object.entries(routes)) {
    http.get(path, async (request, reply) => {
      void reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      try {
        await requests.admit(request);
        return await handle(await requests.contextOf(request, reply), providers, request, reply);
      } catch (error) {
        return reply.redirect(`/sign-in?singleSignOn=${failureOf(portal, error)}`, 303);
      }
    });
  }
}

/** Sends the browser to the provider, by way of the address of the tenant: there it comes back to, with its cookie. */
async function start(context: RequestContext, providers: Providers, request: FastifyRequest, reply: FastifyReply) {
  const { portal } = context;
  const { tenant: slug, to } = request.query as StartQuery;
  const here = await tenantAtHost(portal, request.host);
  const tenant = here ?? (typeof slug === 'string' ? await findTenantBySlug(portal, slug) : null);
  if (!tenant) throw new SingleSignOnFailed('NOT_OFFERED');
  const address = tenantUrl(portal.config, tenant);
  const destination = readDestination(to, address);
  if (hostnameOf(request.host) !== new URL(address).hostname) {
    const isSentHere = 'moved' in (request.query as object);
    // a proxy in front changes the name
    if (isSentHere) throw new SingleSignOnFailed('NOT_OFFERED');
    return reply.redirect(`${address}${singleSignOnPath}?moved&to=${encodeURIComponent(destination)}`, 303);
  }
  // nobody is signed in because another site leads them here: they press the button
  if (request.headers['sec-fetch-site'] === 'cross-site')
    return reply.redirect(`/sign-in?to=${encodeURIComponent(destination)}`, 303);
  await context.pay(startPrice);
  const browser = readBrowser(portal.config, request) ?? newBrowser();
  const redirectUri = `${address}${callbackPath}`;
  const provider = await beginAtProvider(context, providers, { tenant, redirectUri, browser, destination });
  singleSignOnCookie.set(portal.config, reply, browser, new Date(Date.now() + attemptSeconds * 1_000));
  return reply.redirect(provider.href, 303);
}

async function comeBack(context: RequestContext, providers: Providers, request: FastifyRequest, reply: FastifyReply) {
  const { portal } = context;
  const tenant: Tenant | null = await tenantAtHost(portal, request.host);
  const browser = readBrowser(portal.config, request);
  if (!tenant || !browser) throw new SingleSignOnFailed('EXPIRED');
  const returned = new URL(request.url, tenantUrl(portal.config, tenant));
  const entry = await finishAtProvider(context, providers, { tenant, returned, browser });
  const { destination } = entry;
  if (entry.session) return reply.redirect(destination, 303);
  askSecondFactor(portal.config, reply, entry.secondFactor);
  return reply.redirect(`/sign-in?to=${encodeURIComponent(destination)}`, 303);
}

/** A page of the portal, whatever was asked for. */
function readDestination(written: unknown, address: string): string {
  if (typeof written !== 'string' || written.length > longestDestination || !URL.canParse(written, address)) return '/';
  const url = new URL(written, address);
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin === address && !path.startsWith('//') ? path : '/';
}

function readBrowser(config: Config, request: FastifyRequest): string | null {
  const value = singleSignOnCookie.read(config, request) ?? '';
  return /^[\w-]{43}$/.test(value) ? value : null;
}

/** Hands the question to the sign-in page: it is in no address, and is sent to nobody. */
function askSecondFactor(
  config: Config,
  reply: FastifyReply,
  { token, expiresAt, methods, mustSetUp }: SecondFactorQuestion,
) {
  const question = JSON.stringify({ token, expiresAt, methods, mustSetUp });
  void reply.setCookie(secondFactorCookie, Buffer.from(question).toString('base64url'), {
    path: '/sign-in',
    sameSite: 'strict',
    secure: isHttps(config),
    expires: expiresAt,
  });
}

function failureOf({ log }: Portal, error: unknown): SingleSignOnFailure {
  if (error instanceof SingleSignOnFailed) {
    log.info({ err: error }, 'a single sign-on failed');
    return error.failure;
  }
  if (error instanceof UserInputError)
    return error.userErrors.some(({ code }) => code === UserErrorCode.TOO_MANY_ATTEMPTS) ? 'TOO_MANY' : 'NOT_OFFERED';
  if (headOf(error).status === 429) return 'TOO_MANY';
  log.error({ err: error }, 'a single sign-on could not be worked on');
  return 'UNAVAILABLE';
}
