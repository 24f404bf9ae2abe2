import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError } from 'graphql';
import { CloseCode, handleProtocols, type Server } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { headOf } from '../graphql/errors.ts';
import { network } from '../limits/caller.ts';
import { Counter } from '../limits/counter.ts';
import { bodyLimit, sockets as limits } from '../limits/limits.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** What is known of a socket from its handshake. */
export interface Handshake {
  socket: WebSocket;
  address: string;
  /** Its place among the sockets of its address that have not said who they are. */
  leaveUnknown: () => void;
}

export interface SocketServerOptions {
  server: HttpServer;
  log: FastifyBaseLogger;
  metrics: Metrics;
  addressOf(request: IncomingMessage): string;
  /** Whether a handshake may go on; throws what it is refused with. */
  admit(request: IncomingMessage, address: string): Promise<void>;
  /** Takes the price of a message that was too long. */
  chargeRefusal(address: string): Promise<void>;
}

type Verified = (isAdmitted: boolean, status?: number, message?: string, headers?: Record<string, string>) => void;

/**
 * The sockets of graphql-ws at `/graphql`. Those that say nothing, do not read, or send too much are closed: with 1013
 * where it may be tried again later, with 1008 where not.
 */
export function openSocketServer(
  protocol: Server<Handshake>,
  { server, log, metrics, addressOf, admit, chargeRefusal }: SocketServerOptions,
): { stop(): Promise<void> } {
  const ofAddress = new Counter(limits.address);
  const unknown = new Counter(limits.nobody);
  metrics.number('portal_sockets', 'Open WebSockets.', () => ofAddress.total);
  const shakeHands = async (request: IncomingMessage, done: Verified) => {
    try {
      const address = addressOf(request);
      await admit(request, address);
      const place = network(address);
      if (ofAddress.isFull(place) || unknown.isFull(place)) throw new GraphQLError('', tooManySockets);
      done(true);
    } catch (error) {
      const { status = 500, headers = [] } = headOf(error);
      done(false, status, undefined, Object.fromEntries(headers));
    }
  };
  const socketServer = new WebSocketServer({
    server,
    path: '/graphql',
    maxPayload: bodyLimit,
    handleProtocols,
    verifyClient: ({ req }, done) => void shakeHands(req, done),
  });
  const silent = new WeakSet<WebSocket>();
  const heartbeat = setInterval(() => {
    for (const socket of socketServer.clients) {
      if (silent.has(socket)) socket.terminate();
      silent.add(socket);
      socket.ping();
    }
  }, limits.heartbeat);
  socketServer.on('connection', (socket, request) => {
    const address = addressOf(request);
    const leaves = [ofAddress, unknown].map((counter) => counter.take(network(address)));
    const [leave, leaveUnknown] = leaves;
    if (!leave || !leaveUnknown) {
      for (const taken of leaves) taken?.();
      socket.terminate();
      return;
    }
    const closed = protocol.opened(adapt(socket, log), { socket, address, leaveUnknown });
    socket.on('pong', () => silent.delete(socket));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      log.debug({ err: error }, 'a socket failed');
      if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') void chargeRefusal(address);
    });
    socket.once('close', (code, reason) => {
      leave();
      leaveUnknown();
      closed(code, String(reason)).catch((error: unknown) => log.error({ err: error }, 'a socket was not closed well'));
    });
  });
  return {
    async stop() {
      clearInterval(heartbeat);
      for (const socket of socketServer.clients) socket.close(1001, 'Going away');
      await new Promise((resolve) => {
        socketServer.close(resolve);
      });
    },
  };
}

/** A socket as graphql-ws takes it. */
function adapt(socket: WebSocket, log: FastifyBaseLogger): Parameters<Server['opened']>[0] {
  const count = countMessages(socket);
  socket.on('ping', count);
  return {
    protocol: socket.protocol,
    // one that is closing has no use for it
    send: (data) =>
      new Promise((resolve) => {
        if (socket.bufferedAmount > limits.unread) socket.terminate();
        if (socket.readyState === socket.OPEN) socket.send(data, () => resolve());
        else resolve();
      }),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (read) =>
      socket.on('message', (data) => {
        count();
        if (socket.readyState !== socket.OPEN) return;
        read((data as Buffer).toString()).catch((error: unknown) => {
          log.warn({ err: error }, 'a message on a socket failed');
          socket.close(CloseCode.InternalServerError, 'Internal server error');
        });
      }),
  };
}

/** Closes a socket whose client sends more messages than it may. */
function countMessages(socket: WebSocket): () => void {
  const { count, interval } = limits.messages;
  let counted = 0;
  let until = 0;
  return () => {
    const now = performance.now();
    if (now > until) [counted, until] = [0, now + interval];
    counted += 1;
    if (counted > count) socket.close(1008, `At most ${count} messages in ${interval / 1_000} s`);
  };
}

const tooManySockets = { extensions: { http: { status: 429, headers: new Map([['retry-after', '10']]) } } };
