import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';

/** A cookie for the API alone, out of reach of scripts and of other sites. */
class Cookie {
  constructor(private readonly name: string) {}

  read({ cookies }: FastifyRequest): string | undefined {
    return cookies[this.name];
  }

  /** Null removes it. */
  set({ publicUrl }: Config, reply: FastifyReply, value: string | null, expires?: Date): void {
    const secure = publicUrl.startsWith('https:');
    const options = { path: '/graphql', httpOnly: true, sameSite: 'strict', secure } as const;
    if (value === null) void reply.clearCookie(this.name, options);
    else void reply.setCookie(this.name, value, { ...options, ...(expires && { expires }) });
  }
}

/** The refresh token of a session. */
export const refreshCookie = new Cookie('portal_refresh');

/** The accounts that were signed in to at a device; it stays when somebody signs out. */
export const deviceCookie = new Cookie('portal_device');
