import { LRUCache } from 'lru-cache';
import {
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  None,
  allowInsecureRequests,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type ClientAuth,
  type Configuration,
  type CustomFetch,
  type ServerMetadata,
} from 'openid-client';
import { EgressError } from '../egress/egress-error.ts';
import type { Portal } from '../portal.ts';
import { SingleSignOnProblem } from './single-sign-on-problem.ts';
import { singleSignOnSecrets, type SingleSignOnRow } from './single-sign-on.entity.ts';

/** A provider, and as whom the portal is known to it. */
export interface ProviderSettings extends Pick<SingleSignOnRow, 'tenantId' | 'clientSecret'> {
  issuer: string;
  clientId: string;
}

/** Of one answer of a provider: keys and descriptions take some kilobytes. */
const maxBytes = 256 * 1024;
const timeoutSeconds = 10;
/** For how long it is not asked again what it is. */
const descriptionMs = 5 * 60 * 1_000;
const mostDescriptions = 500;

/** The client secret as it is stored. */
export const encryptSecret = ({ signedLinks }: Portal, tenantId: string, secret: string): string =>
  signedLinks.encrypt(singleSignOnSecrets.purpose, tenantId, secret);

/** The protocols that a provider may speak. */
export const protocolsOf = ({ config }: Portal): string[] => (config.production ? ['https:'] : ['https:', 'http:']);

/** The providers that were asked lately what they are. */
export class Providers {
  private readonly descriptions = new LRUCache<string, Promise<Configuration>>({
    max: mostDescriptions,
    ttl: descriptionMs,
  });

  constructor(private readonly portal: Portal) {}

  /** The provider of a tenant, as the library needs it. Throws what `connect` does. */
  find(settings: ProviderSettings): Promise<Configuration> {
    const { tenantId, issuer, clientId, clientSecret } = settings;
    const key = JSON.stringify([tenantId, issuer, clientId, clientSecret]);
    const known = this.descriptions.get(key);
    if (known) return known;
    const asked = connect(this.portal, settings);
    this.descriptions.set(key, asked);
    asked.catch(() => this.descriptions.delete(key));
    return asked;
  }
}

/** Asks a provider what it is. Throws `ProviderFailed`. */
async function connect(portal: Portal, settings: ProviderSettings): Promise<Configuration> {
  const { issuer, clientId } = settings;
  const secret = readSecret(portal, settings);
  const url = new URL(issuer);
  const provider = await discovery(url, clientId, undefined, authenticateBy(secret), {
    [customFetch]: fetchOver(portal, url),
    timeout: timeoutSeconds,
    // the library by itself trusts the connection over which an ID token comes
    execute: [enableNonRepudiationChecks, ...(portal.config.production ? [] : [allowInsecureRequests])],
  }).catch((error: unknown) => {
    throw new ProviderFailed(problemOf(error), error);
  });
  // the library lets some pass that stand for any organisation, which could then say of anybody that they are its own
  if (new URL(provider.serverMetadata().issuer).href !== url.href)
    throw new ProviderFailed(SingleSignOnProblem.OTHER_ISSUER);
  return provider;
}

/** Why a provider cannot be used. */
export class ProviderFailed extends Error {
  constructor(
    readonly problem: SingleSignOnProblem,
    cause?: unknown,
  ) {
    super(problem, { cause });
  }
}

/** What stands in the way of signing in at a provider, as far as it can be found out without anybody who signs in. */
export async function checkProvider(portal: Portal, settings: ProviderSettings): Promise<SingleSignOnProblem[]> {
  try {
    const provider = await connect(portal, settings);
    const metadata = provider.serverMetadata();
    const hasKeys = await fetchKeys(portal, settings.issuer, metadata.jwks_uri);
    return [...deficienciesOf(metadata, settings), ...(hasKeys ? [] : [SingleSignOnProblem.NO_KEYS])];
  } catch (error) {
    if (!(error instanceof ProviderFailed)) throw error;
    portal.log.info({ err: error, issuer: settings.issuer }, 'a provider of identities cannot be used');
    return [error.problem];
  }
}

function deficienciesOf(metadata: ServerMetadata, { clientSecret }: ProviderSettings): SingleSignOnProblem[] {
  const {
    authorization_endpoint: authorization,
    token_endpoint: token,
    response_types_supported: responseTypes = ['code'],
    scopes_supported: scopes = ['email'],
    code_challenge_methods_supported: challenges = [],
    token_endpoint_auth_methods_supported: methods = ['client_secret_basic'],
  } = metadata;
  const found: [SingleSignOnProblem, boolean][] = [
    [SingleSignOnProblem.NO_CODE_FLOW, !authorization || !token || !responseTypes.includes('code')],
    [SingleSignOnProblem.NO_PKCE, !challenges.includes('S256')],
    [SingleSignOnProblem.NO_EMAIL, !scopes.includes('email')],
    [SingleSignOnProblem.NO_CLIENT_SECRET, clientSecret === null && !methods.includes('none')],
  ];
  return found.flatMap(([problem, isSo]) => (isSo ? [problem] : []));
}

async function fetchKeys(portal: Portal, issuer: string, address: string | undefined): Promise<boolean> {
  if (!address) return false;
  try {
    const options = { method: 'GET', headers: { accept: 'application/json' }, body: undefined, redirect: 'manual' };
    const answer = await fetchOver(portal, new URL(issuer))(address, options as Parameters<CustomFetch>[1]);
    const { keys } = (await answer.json()) as { keys?: unknown };
    return answer.ok && Array.isArray(keys) && keys.length > 0;
  } catch (error) {
    portal.log.info({ err: error, address }, 'the keys of a provider of identities cannot be read');
    return false;
  }
}

/** The library's `fetch`, by the one rule of requests to the servers of others; no redirect is followed. */
function fetchOver(portal: Portal, issuer: URL): CustomFetch {
  const protocols = protocolsOf(portal);
  // at its own port, or at that of the protocol, on whichever of its servers
  const ports = [
    ...protocols.map((protocol) => (protocol === 'https:' ? 443 : 80)),
    ...(issuer.port ? [Number(issuer.port)] : []),
  ];
  return async (url, { method, headers, body, signal }) => {
    const answer = await portal.egress.request(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body != null && { body: (body as URLSearchParams | string).toString() }),
      protocols,
      ports,
      timeoutMs: timeoutSeconds * 1_000,
      maxBytes,
      ...(signal && { signal }),
    });
    const { status } = answer;
    const hasBody = status >= 200 && status !== 204 && status !== 205 && status !== 304;
    return new Response(hasBody ? new Uint8Array(answer.body) : null, {
      status,
      headers: { 'content-type': answer.headers['content-type'] ?? '' },
    });
  };
}

/** Shows the secret in the way that the provider accepts; without one the portal is a public client. */
function authenticateBy(secret: string | null): ClientAuth {
  if (secret === null) return None();
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...request) => {
    const accepted = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const takesBasic = accepted.includes('client_secret_basic') || !accepted.includes('client_secret_post');
    return (takesBasic ? basic : post)(server, ...request);
  };
}

function readSecret({ signedLinks }: Portal, { tenantId, clientSecret }: ProviderSettings): string | null {
  try {
    return clientSecret && signedLinks.decrypt(singleSignOnSecrets.purpose, tenantId, clientSecret);
  } catch (error) {
    throw new ProviderFailed(SingleSignOnProblem.SECRET_UNREADABLE, error);
  }
}

/** What the network did, where it was that: the library has it as a cause. */
export function egressErrorOf(error: unknown): EgressError | null {
  if (error instanceof EgressError) return error;
  return error instanceof Error && error.cause !== undefined ? egressErrorOf(error.cause) : null;
}

function problemOf(error: unknown): SingleSignOnProblem {
  const failure = egressErrorOf(error)?.failure;
  if (failure && Object.hasOwn(SingleSignOnProblem, failure))
    return SingleSignOnProblem[failure as keyof typeof SingleSignOnProblem];
  if (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT') return SingleSignOnProblem.TIMEOUT;
  if (error instanceof ClientError && error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')
    return SingleSignOnProblem.OTHER_ISSUER;
  return SingleSignOnProblem.NOT_A_PROVIDER;
}
