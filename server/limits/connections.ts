import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { Socket } from 'node:net';
import { network } from './caller.ts';
import { arrival, connections } from './limits.ts';

/** What Node itself sees to. */
export const arrivalOptions = {
  http: { headersTimeout: arrival.headers, connectionsCheckingInterval: 1_000 },
  requestTimeout: arrival.upload,
  connectionTimeout: arrival.idle,
} satisfies FastifyServerOptions & { http: object };

/** Bounds the connections of each address and in all, and the time for the body of a request that is no upload. */
export function boundConnections(http: FastifyInstance, trustProxy: boolean): void {
  const { server } = http;
  const open = new Map<string, Set<Socket>>();
  const opened = new Map<string, number>();
  const { count, interval } = connections.opened;
  setInterval(() => opened.clear(), interval).unref();
  server.maxConnections = connections.total;
  server.on('connection', (socket: Socket) => {
    const address = network(socket.remoteAddress ?? '');
    const ofAddress = open.get(address) ?? new Set();
    const openedLately = opened.get(address) ?? 0;
    const hasRoom = () => ofAddress.size < connections.address || makeRoom(ofAddress);
    if (!trustProxy && (openedLately >= count || !hasRoom())) {
      socket.destroy();
      return;
    }
    opened.set(address, openedLately + 1);
    open.set(address, ofAddress.add(socket));
    socket.once('close', () => {
      ofAddress.delete(socket);
      if (ofAddress.size === 0 && open.get(address) === ofAddress) open.delete(address);
    });
  });
  // closing would wait for those opened in advance, and for those that have their answer only then, until their time is over
  http.addHook('preClose', async () => {
    for (const ofAddress of open.values()) while (makeRoom(ofAddress));
    const closing = setInterval(() => server.closeIdleConnections(), 100);
    server.once('close', () => clearInterval(closing));
  });
  http.addHook('onRequest', ({ raw }, _reply, next) => {
    if (raw.method === 'POST' && !/^multipart\//i.test(raw.headers['content-type'] ?? '')) {
      const timer = setTimeout(() => raw.complete || endSlow(raw.socket), arrival.body);
      raw.once('close', () => clearTimeout(timer));
    }
    next();
  });
}

/** Closes the oldest connection on which nothing was ever said. */
function makeRoom(ofAddress: Set<Socket>): boolean {
  for (const socket of ofAddress) {
    if (socket.bytesRead > 0) continue;
    ofAddress.delete(socket);
    socket.destroy();
    return true;
  }
  return false;
}

/** Answers as Node does where headers do not arrive, and reads no more. */
function endSlow(socket: Socket): void {
  socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  socket.destroySoon();
}
