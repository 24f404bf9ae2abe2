import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { Socket } from 'node:net';
import { network } from './caller.ts';
import { Counter } from './counter.ts';
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
  const ofAddress = new Counter(trustProxy ? Infinity : connections.address);
  const open = new Set<Socket>();
  server.maxConnections = connections.total;
  server.on('connection', (socket: Socket) => {
    const leave = ofAddress.take(network(socket.remoteAddress ?? ''));
    if (!leave) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      leave();
    });
  });
  // closing would wait for those opened in advance, and for those that have their answer only then, until their time is over
  http.addHook('preClose', async () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
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

/** Answers as Node does where headers do not arrive, and reads no more. */
function endSlow(socket: Socket): void {
  socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  socket.destroySoon();
}
