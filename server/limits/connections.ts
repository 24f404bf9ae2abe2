import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { Socket } from 'node:net';
import { network } from './budget.ts';
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
  server.maxConnections = connections.total;
  const open = new Map<string, Set<Socket>>();
  server.on('connection', (socket: Socket) => {
    const address = network(socket.remoteAddress ?? '');
    const ofAddress = open.get(address) ?? new Set();
    if (ofAddress.size >= connections.address && !trustProxy) return void socket.destroy();
    open.set(address, ofAddress.add(socket));
    socket.once('close', () => {
      ofAddress.delete(socket);
      if (ofAddress.size === 0) open.delete(address);
    });
  });
  // browsers open connections in advance, and closing would wait until their time is over
  http.addHook('preClose', async () => {
    for (const ofAddress of open.values()) for (const socket of ofAddress) if (socket.bytesRead === 0) socket.destroy();
  });
  http.addHook('onRequest', ({ raw }, _reply, next) => {
    if (raw.method === 'POST' && !/^multipart\//i.test(raw.headers['content-type'] ?? '')) {
      const timer = setTimeout(() => raw.complete || endSlow(raw.socket), arrival.body);
      raw.once('close', () => clearTimeout(timer));
    }
    next();
  });
}

/** Answers as Node does where headers do not arrive, and reads no more. */
function endSlow(socket: Socket): void {
  socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  socket.destroySoon();
}
