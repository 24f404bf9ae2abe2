import type { FastifyInstance } from 'fastify';
import type { Config } from './config.ts';

/** A day's milliseconds, and how many days what is said may be believed: RFC 9116 wants less than a year. */
const day = 86_400_000;
const validDays = 180;

/** Tells whoever finds a weakness whom to tell (RFC 9116), where the operator has said so. */
export function serveSecurityTxt(http: FastifyInstance, { securityContact }: Config): void {
  if (securityContact === undefined) return;
  http.get('/.well-known/security.txt', (_request, reply) => {
    const midnight = Math.floor(Date.now() / day) * day;
    const lines = [
      `Contact: ${securityContact}`,
      `Expires: ${new Date(midnight + validDays * day).toISOString()}`,
      'Preferred-Languages: en, bn',
    ];
    return reply.type('text/plain; charset=utf-8').send(`${lines.join('\n')}\n`);
  });
}
