import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';

const name = 'portal_refresh';

export const readRefreshCookie = (request: FastifyRequest): string | undefined => request.cookies[name];

/** Sets the cookie, out of reach of scripts and of other sites; null removes it. */
export function setRefreshCookie(
  { publicUrl }: Config,
  reply: FastifyReply,
  token: string | null,
  expires?: Date,
): void {
  const options = {
    path: '/graphql',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl.startsWith('https:'),
  } as const;
  if (token === null) void reply.clearCookie(name, options);
  else void reply.setCookie(name, token, { ...options, ...(expires && { expires }) });
}
