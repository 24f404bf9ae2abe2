import type { IncomingMessage } from 'node:http';

/** The address of a client. Of those in `X-Forwarded-For` the last is the proxy's word, all before it are the client's. */
export function clientAddress({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? String(headers['x-forwarded-for'] ?? '') : '';
  return forwarded.split(',').at(-1)!.trim() || (socket.remoteAddress ?? '');
}
