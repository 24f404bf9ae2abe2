import type { IncomingHttpHeaders } from 'node:http';
import { GraphQLError } from 'graphql';
import { prices } from '../limits/limits.ts';
import type { Portal } from '../portal.ts';
import { looksLikeKey } from './key-text.ts';
import type { Access } from './tokens.ts';
import type { Viewer } from './viewer.ts';

type Keepers = Pick<Portal, 'tokens' | 'endedSessions' | 'keys' | 'budgets'>;

/** The viewer of a request, null without a token or key. Throws UNAUTHENTICATED for an invalid one, FORBIDDEN for a wrong address. */
export async function authenticate(
  keepers: Keepers,
  { authorization }: IncomingHttpHeaders,
  address: string,
): Promise<Viewer | null> {
  if (authorization === undefined) return null;
  const token = bearerOf(authorization);
  const access = token === null ? null : await readAccess(keepers, token, address);
  if (!access) throw invalid(token !== null && looksLikeKey(token) ? 'API key' : 'access token');
  return access.viewer;
}

/** What an access token or an API key stands for; null for an invalid one. Throws FORBIDDEN for a key from a wrong address. */
export async function readAccess(
  { tokens, endedSessions, keys, budgets }: Keepers,
  token: string,
  address: string,
): Promise<Access | null> {
  if (!looksLikeKey(token)) {
    const access = await tokens.readAccess(token);
    return access && !endedSessions.has(access.viewer.sessionId) ? access : null;
  }
  const grant = await keys.read(token);
  if (!grant) {
    // the database was asked
    await budgets.charge({ userId: undefined, tenantId: undefined, address }, prices.request);
    return null;
  }
  if (!grant.isFrom(address)) throw wrongAddress;
  await keys.use(grant);
  return grant;
}

/** The token of the header `Authorization`; null where there is none in it. */
export const bearerOf = (authorization: string): string | null => /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? null;

const refused = (code: string, status: number, message: string) =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

const invalid = (what: string) => refused('UNAUTHENTICATED', 401, `The ${what} is not valid or has expired.`);

const wrongAddress = refused('FORBIDDEN', 403, 'This API key may not be used from this address.');
