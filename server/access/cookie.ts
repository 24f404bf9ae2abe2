import type { FastifyReply, FastifyRequest } from 'fastify';
import { isHttps, type Config } from '../config.ts';

/**
 * A cookie out of reach of scripts and of other sites. Over HTTPS its name makes browsers insist that this host has set it for
 * itself: nothing below or beside it can put one of its own in its place. A lax one comes along when another site leads here.
 */
class Cookie {
  constructor(
    private readonly name: string,
    private readonly sameSite: 'strict' | 'lax' = 'strict',
  ) {}

  read(config: Config, { cookies }: FastifyRequest): string | undefined {
    return cookies[this.nameAt(config)];
  }

  /** Null removes it. */
  set(config: Config, reply: FastifyReply, value: string | null, expires?: Date): void {
    const { sameSite } = this;
    const secure = isHttps(config);
    const path = secure || sameSite === 'lax' ? '/' : '/graphql';
    const options = { path, httpOnly: true, sameSite, secure };
    const name = this.nameAt(config);
    if (value === null) void reply.clearCookie(name, options);
    else void reply.setCookie(name, value, { ...options, ...(expires && { expires }) });
  }

  private nameAt(config: Config): string {
    return isHttps(config) ? `__Host-${this.name}` : this.name;
  }
}

/** The refresh token of a session. */
export const refreshCookie = new Cookie('portal_refresh');

/** The accounts that were signed in to at a device; it stays when somebody signs out. */
export const deviceCookie = new Cookie('portal_device', 'lax');

/** The browser in which a sign-in at a provider of identities has begun. */
export const singleSignOnCookie = new Cookie('portal_single_sign_on', 'lax');
