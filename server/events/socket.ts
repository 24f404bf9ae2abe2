import type { IncomingMessage, Server } from 'node:http';
import {
  GraphQLError,
  OperationTypeNode,
  getOperationAST,
  type ExecutionArgs,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { CloseCode, makeServer, type Context, type ServerOptions, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { bearerOf, readAccess } from '../access/authenticate.ts';
import { clientAddress } from '../access/client-address.ts';
import { assertKeyMay } from '../access/key-check.ts';
import type { Viewer } from '../access/viewer.ts';
import { RequestContext, callerOf } from '../context.ts';
import { Documents } from '../graphql/documents.ts';
import { badRequest, formatError } from '../graphql/errors.ts';
import { readingPrice, refusalPrice } from '../limits/budget.ts';
import { network, type Caller } from '../limits/caller.ts';
import { Counter } from '../limits/counter.ts';
import { bodyLimit, prices, sockets, subscriptions as limits } from '../limits/limits.ts';
import { priceOf } from '../limits/price.ts';
import { rateLimited } from '../limits/rate-limited.ts';
import type { Portal } from '../portal.ts';
import { subscribeAndDeliver, type Delivering } from './delivery.ts';
import { openSocketServer, type Handshake } from './socket-server.ts';

interface ConnectionParameters extends Record<string, unknown> {
  accessToken?: unknown;
  /** As over HTTP. */
  authorization?: unknown;
  Authorization?: unknown;
}

/** The state of one socket; its viewer is set once, by the access token it was opened with. */
interface SocketState extends Handshake {
  viewer?: Viewer;
  closed?: AbortController;
}

type SocketContext = Context<ConnectionParameters, SocketState>;

/** Whether a page of this origin is one of the portal's. */
export type IsOwnOrigin = (origin: string, host: string) => Promise<boolean>;

/** Subscriptions over WebSocket (graphql-transport-ws) at `/graphql`. */
export function serveSockets(
  portal: Portal,
  schema: GraphQLSchema,
  server: Server,
  isOwnOrigin: IsOwnOrigin,
): { stop(): Promise<void> } {
  const { log, config, budgets, metrics } = portal;
  const subscribe = new Subscribing(portal, schema);
  metrics.number('portal_subscriptions', 'Subscriptions over WebSockets.', () => subscribe.count);
  const connect = new Connecting(portal);
  const format = (error: GraphQLError) => formatError(log, error.toJSON(), error);
  const delivering = new WeakMap<object, Delivering>();
  const options: ServerOptions<ConnectionParameters, SocketState> = {
    connectionInitWaitTimeout: sockets.initialisation,
    onConnect: (context) => connect.accept(context),
    onSubscribe: async (context, _id, payload) => {
      const prepared = await subscribe.prepare(context, payload);
      if ('delivering' in prepared) delivering.set(prepared.args.contextValue as object, prepared.delivering);
      return 'errors' in prepared ? prepared.errors : prepared.args;
    },
    subscribe: (args) => subscribeAndDeliver(args, delivering.get(args.contextValue as object)!),
    onError: (_context, _id, _payload, errors) => errors.map((error) => format(error)) as never,
    onNext: (_context, _id, _payload, _args, { data, errors }) => {
      metrics.deliveries.inc();
      return errors && { data, errors: errors.map<GraphQLFormattedError>(format) };
    },
    onComplete: (_context, _id, payload) => subscribe.end(payload),
    onClose: ({ extra }) => extra.closed?.abort(),
  };
  return openSocketServer(makeServer(options), {
    server,
    log,
    metrics,
    addressOf: (request) => clientAddress(request, config.trustProxy),
    admit: async ({ headers }: IncomingMessage, address) => {
      await budgets.pay(callerOf(null, address), prices.handshake);
      // programs that are no browser say nothing of a page
      const { origin, host = '' } = headers;
      if (origin !== undefined && !(await isOwnOrigin(origin, host)))
        throw new GraphQLError('', { extensions: { http: { status: 403 } } });
    },
    chargeRefusal: (address) => budgets.charge(callerOf(null, address), refusalPrice(bodyLimit)),
  });
}

class Connecting {
  private readonly ofUser = new Counter(sockets.user);

  constructor(private readonly portal: Portal) {}

  /** Accepts a socket with a valid token, or without one: then nothing exists for it. Closes it when token or session end. */
  async accept({ connectionParams, extra }: SocketContext): Promise<boolean> {
    const { endedSessions } = this.portal;
    const { socket, address } = extra;
    const closed = new AbortController();
    extra.closed = closed;
    const token = tokenOf(connectionParams ?? {});
    if (token === undefined || token === null) return true;
    const read = () => (typeof token === 'string' ? readAccess(this.portal, token, address).catch(() => null) : null);
    const access = await read();
    if (!access) return false;
    if (socket.readyState !== socket.OPEN) return false;
    const leave = this.ofUser.take(access.viewer.userId);
    if (!leave) {
      socket.close(1013, `At most ${sockets.user} sockets of one user`);
      return false;
    }
    extra.leaveUnknown();
    extra.viewer = access.viewer;
    const end = (reason: string) => {
      closed.abort();
      socket.close(CloseCode.Forbidden, reason);
    };
    const timer = access.viewer.key
      ? setInterval(() => void read()?.then((still) => still ?? end('The API key has ended')), keyInterval)
      : setTimeout(() => end('The access token has ended'), access.expiresAt.getTime() - Date.now());
    const stopWatching = endedSessions.onEnd(access.viewer.sessionId, () => end('The session has ended'));
    closed.signal.addEventListener('abort', () => {
      leave();
      clearTimeout(timer);
      stopWatching();
    });
    return true;
  }
}

/** Milliseconds between looks whether a key is still good: it may last longer than a timer can, and end sooner. */
const keyInterval = 15_000;

function tokenOf({ accessToken, authorization, Authorization }: ConnectionParameters): unknown {
  const header = authorization ?? Authorization;
  return accessToken ?? (typeof header === 'string' ? (bearerOf(header) ?? false) : header);
}

type Prepared = { args: ExecutionArgs; delivering: Delivering } | { errors: readonly GraphQLError[] };

class Subscribing {
  private readonly documents: Documents;
  private readonly ofUser = new Counter(limits.user);
  private readonly ofAddress = new Counter(limits.address);
  private readonly ends = new WeakMap<SubscribePayload, () => void>();

  constructor(
    private readonly portal: Portal,
    private readonly schema: GraphQLSchema,
  ) {
    this.documents = new Documents(schema);
  }

  /** What is to be executed, paid for and counted, or why it is not: which is paid for as well. */
  async prepare({ extra, subscriptions }: SocketContext, payload: SubscribePayload): Promise<Prepared> {
    const { budgets } = this.portal;
    const { viewer = null, address } = extra;
    const caller = callerOf(viewer, address);
    try {
      if (Object.keys(subscriptions).length > limits.socket)
        throw badRequest(`A socket can have at most ${limits.socket} subscriptions.`);
      if (!this.documents.has(payload.query)) await budgets.pay(caller, readingPrice(payload.query));
      const checked = this.documents.check(payload.query);
      if ('errors' in checked) {
        await budgets.charge(caller, prices.refused);
        return checked;
      }
      const { variables, operationName } = payload;
      const { document } = checked;
      requireSubscription(document, operationName);
      assertKeyMay(this.schema, document, operationName, viewer);
      const price = priceOf(this.schema, document, operationName, variables) ?? prices.refused;
      await budgets.pay(caller, price);
      this.take(caller, payload, extra.closed!.signal);
      const ending = new AbortController();
      const endWithSocket = () => ending.abort();
      extra.closed!.signal.addEventListener('abort', endWithSocket, { signal: ending.signal });
      const contextValue = new RequestContext(this.portal, viewer, null, ending.signal);
      return {
        args: { schema: this.schema, document, variableValues: variables, operationName, contextValue },
        delivering: { ending, pay: () => this.payEvent(extra.socket, caller, price) },
      };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      await budgets.charge(caller, prices.refused);
      return { errors: [error] };
    }
  }

  /** How many there are. */
  get count(): number {
    return this.ofUser.total + this.ofAddress.total;
  }

  /** A subscription has ended. */
  end(payload: SubscribePayload): void {
    this.ends.get(payload)?.();
  }

  /** Closes the socket where nothing is left for an event: its client comes again, and goes on behind what it has got. */
  private async payEvent(socket: WebSocket, caller: Caller, price: number): Promise<boolean> {
    try {
      // not by the tenant: however many receive an event, it is read once
      await this.portal.budgets.pay({ ...caller, tenantId: undefined }, price);
      return true;
    } catch {
      socket.close(1013, 'Too many events for what may be asked for');
      return false;
    }
  }

  private take({ userId, address }: Caller, payload: SubscribePayload, closed: AbortSignal): void {
    const leave = userId ? this.ofUser.take(userId) : this.ofAddress.take(network(address));
    if (!leave)
      throw rateLimited(
        `You have ${userId ? limits.user : limits.address} subscriptions, and no more are allowed.`,
        10,
      );
    this.ends.set(payload, () => {
      leave();
      closed.removeEventListener('abort', leave);
    });
    closed.addEventListener('abort', leave);
    if (closed.aborted) leave();
  }
}

function requireSubscription(...[document, operationName]: Parameters<typeof getOperationAST>): void {
  const operation = getOperationAST(document, operationName)?.operation;
  if (!operation) throw badRequest('The document has no operation of this name, or several and none is named.');
  if (operation !== OperationTypeNode.SUBSCRIPTION)
    throw badRequest('A socket accepts subscriptions only. Send queries and mutations over HTTP.');
}
