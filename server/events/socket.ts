import type { Server } from 'node:http';
import {
  GraphQLError,
  OperationTypeNode,
  getOperationAST,
  type ExecutionArgs,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { CloseCode, type Context, type ServerOptions, type SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Viewer } from '../access/viewer.ts';
import { RequestContext } from '../context.ts';
import { Documents } from '../graphql/documents.ts';
import { badRequest, formatError } from '../graphql/errors.ts';
import { bodyLimit } from '../graphql/limits.ts';
import { priceOf } from '../limits/price.ts';
import type { Portal } from '../portal.ts';
import { subscribeAndDeliver } from './delivery.ts';

interface ConnectionParameters extends Record<string, unknown> {
  accessToken?: unknown;
}

/** The state of one socket, set once by the access token it was opened with. */
interface SocketState extends Record<PropertyKey, unknown> {
  socket: WebSocket;
  request?: unknown;
  viewer?: Viewer;
  closed?: AbortController;
}

type SocketContext = Context<ConnectionParameters, SocketState>;

const maxSubscriptions = 20;

/** Subscriptions over WebSocket (graphql-transport-ws) at `/graphql`. */
export function serveSockets(portal: Portal, schema: GraphQLSchema, server: Server): { stop(): Promise<void> } {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: bodyLimit });
  const documents = new Documents(schema);
  const format = (error: GraphQLError) => formatError(portal.log, error.toJSON(), error);
  const endings = new WeakMap<object, AbortController>();
  const options: ServerOptions<ConnectionParameters, SocketState> = {
    connectionInitWaitTimeout: 10_000,
    onConnect: (context) => connect(portal, context),
    onSubscribe: async (context, _id, payload) => {
      const prepared = await prepare(portal, documents, schema, context, payload);
      if ('ending' in prepared) endings.set(prepared.args.contextValue as object, prepared.ending);
      return 'errors' in prepared ? prepared.errors : prepared.args;
    },
    subscribe: (args) => subscribeAndDeliver(args, endings.get(args.contextValue as object)!),
    onError: (_context, _id, _payload, errors) => errors.map((error) => format(error)) as never,
    onNext: (_context, _id, _payload, _args, { data, errors }) =>
      errors && { data, errors: errors.map<GraphQLFormattedError>(format) },
    onClose: ({ extra }) => extra.closed?.abort(),
  };
  const { dispose } = useServer(options, sockets);
  return { stop: async () => dispose() };
}

/** Accepts a socket with a valid token, or without one: then nothing exists for it. Closes it when token or session end. */
async function connect(portal: Portal, { connectionParams, extra }: SocketContext): Promise<boolean> {
  const closed = new AbortController();
  extra.closed = closed;
  // no one reads its headers again, and they would stay in memory as long as the socket
  extra.request = undefined;
  const token = connectionParams?.accessToken;
  if (token === undefined || token === null) return true;
  const access = typeof token === 'string' ? await portal.tokens.readAccess(token) : null;
  if (!access || portal.endedSessions.has(access.viewer.sessionId)) return false;
  extra.viewer = access.viewer;
  const end = (reason: string) => {
    closed.abort();
    extra.socket.close(CloseCode.Forbidden, reason);
  };
  const timer = setTimeout(() => end('The access token has ended'), access.expiresAt.getTime() - Date.now());
  const stopWatching = portal.endedSessions.onEnd(access.viewer.sessionId, () => end('The session has ended'));
  closed.signal.addEventListener('abort', () => {
    clearTimeout(timer);
    stopWatching();
  });
  return true;
}

type Prepared = { args: ExecutionArgs; ending: AbortController } | { errors: readonly GraphQLError[] };

async function prepare(
  portal: Portal,
  documents: Documents,
  schema: GraphQLSchema,
  { extra, subscriptions }: SocketContext,
  { query, variables, operationName }: SubscribePayload,
): Promise<Prepared> {
  if (Object.keys(subscriptions).length > maxSubscriptions) {
    return { errors: [badRequest(`A socket can have at most ${maxSubscriptions} subscriptions.`)] };
  }
  const checked = documents.check(query);
  if ('errors' in checked) return checked;
  const { document } = checked;
  const operation = getOperationAST(document, operationName)?.operation;
  if (operation && operation !== OperationTypeNode.SUBSCRIPTION) {
    return { errors: [badRequest('A socket accepts subscriptions only. Send queries and mutations over HTTP.')] };
  }
  try {
    const price = priceOf(schema, document, operationName, variables) ?? 1;
    // for whoever is not signed in nothing exists
    if (extra.viewer) await portal.budgets.pay({ userId: extra.viewer.userId, address: '' }, price);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
  const ending = new AbortController();
  const endWithSocket = () => ending.abort();
  extra.closed!.signal.addEventListener('abort', endWithSocket, { signal: ending.signal });
  const contextValue = new RequestContext(portal, extra.viewer ?? null, null, ending.signal);
  return { args: { schema, document, variableValues: variables, operationName, contextValue }, ending };
}
