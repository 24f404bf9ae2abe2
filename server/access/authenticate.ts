import type { IncomingHttpHeaders } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Portal } from '../portal.ts';
import type { Viewer } from './viewer.ts';

/** The viewer of a request, null without a token. Throws UNAUTHENTICATED for an invalid token. */
export async function authenticate(
  { tokens, endedSessions }: Pick<Portal, 'tokens' | 'endedSessions'>,
  { authorization }: IncomingHttpHeaders,
): Promise<Viewer | null> {
  if (authorization === undefined) return null;
  const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  const access = token === undefined ? null : await tokens.readAccess(token);
  if (!access || endedSessions.has(access.viewer.sessionId)) {
    throw new GraphQLError('The access token is not valid or has expired.', {
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
  }
  return access.viewer;
}
