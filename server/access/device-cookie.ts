import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';

const name = 'portal_device';

export const readDeviceCookie = (request: FastifyRequest): string | undefined => request.cookies[name];

/** Sets the cookie, out of reach of scripts and of other sites. It stays when somebody signs out. */
export function setDeviceCookie({ publicUrl }: Config, reply: FastifyReply, cookie: string, expires: Date): void {
  void reply.setCookie(name, cookie, {
    path: '/graphql',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl.startsWith('https:'),
    expires,
  });
}
