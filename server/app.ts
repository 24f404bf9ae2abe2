import { fastifyApolloHandler, type ApolloFastifyContextFunction } from '@as-integrations/fastify';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import { LogController, fastify, type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { serveDownloads } from './attachments/download.ts';
import { receiveUploads, removeAbandonedUploads } from './attachments/multipart.ts';
import type { Config } from './config.ts';
import type { RequestContext } from './context.ts';
import { serveDomainProofs } from './domains/domain-proof.ts';
import { serveSockets } from './events/socket.ts';
import { refuseUnreadable } from './graphql/http.ts';
import { makeApolloServer } from './graphql/server.ts';
import { serveHealth } from './health.ts';
import { arrivalOptions, boundConnections } from './limits/connections.ts';
import { bodyLimit } from './limits/limits.ts';
import { chargeAnswers } from './limits/charges.ts';
import { serveUnsubscribing } from './notifications/unsubscribe.ts';
import { listenForMetrics, serveMetrics } from './metrics/serve-metrics.ts';
import { makePortal, type Portal } from './portal.ts';
import { Requests } from './requests.ts';
import { makeSchema } from './schema.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { serveSecurityTxt } from './security-txt.ts';
import { serveSingleSignOn } from './single-sign-on/serve-single-sign-on.ts';
import { serveLogos } from './tenants/serve-logos.ts';
import { isPortalOrigin } from './tenants/tenant.service.ts';

export interface AppOptions {
  config: Config;
  databaseUrl: string;
  /** Folder of the built web portal; only the API is served without it. */
  webDirectory?: string;
  /** What else is to be done before the first request is served. */
  prepare?: (portal: Portal) => Promise<void>;
  /** Ends a start that waits for the database. */
  signal?: AbortSignal;
}

export interface App {
  portal: Portal;
  /** Where it listens. */
  port: number;
  stop(): Promise<void>;
}

/** Assembles the portal from its parts and serves it until stopped; jobs run elsewhere. Listens before it has started. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, databaseUrl, webDirectory, prepare, signal } = options;
  const http = fastify({
    logger: { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: config.logLevel !== 'debug' }),
    bodyLimit,
    ...arrivalOptions,
    // of the hosts in `X-Forwarded-Host` the last is the proxy's word; for addresses see `clientAddress`
    trustProxy: config.trustProxy && ((_address, hop) => hop === 0),
    forceCloseConnections: 'idle',
  });
  boundConnections(http, config.trustProxy);
  if (!config.trustProxy) warnOfProxy(http);
  const portal = await makePortal(config, databaseUrl, http.log);
  const health = serveHealth(http, portal);
  serveMetrics(http, config, portal.metrics);
  const schema = makeSchema();
  const requests = new Requests(portal);
  await serveGraphql(http, portal, requests, schema);
  serveDownloads(http, portal);
  serveLogos(http, portal);
  await serveUnsubscribing(http, portal);
  serveDomainProofs(http, portal);
  serveSecurityTxt(http, config);
  serveSingleSignOn(http, portal, requests);
  await Promise.all([removeAbandonedUploads(), portal.storage.removeUnfinished()]);
  if (webDirectory) await serveWeb(http, webDirectory);
  let sockets: ReturnType<typeof serveSockets> | undefined;
  let stopMetrics = async () => {};
  const stop = async () => {
    await sockets?.stop();
    await http.close();
    await stopMetrics();
    await portal.close();
  };
  try {
    stopMetrics = await listenForMetrics(config, portal.metrics);
    await http.listen({ port: config.port, host: config.host });
    await portal.start(signal);
    await prepare?.(portal);
    sockets = serveSockets(portal, schema, http.server, (origin, host) => isPortalOrigin(portal, origin, host));
    health.started();
  } catch (error) {
    await stop();
    throw error;
  }
  return { portal, port: (http.server.address() as AddressInfo).port, stop };
}

async function serveGraphql(
  http: FastifyInstance,
  portal: Portal,
  requests: Requests,
  schema: ReturnType<typeof makeSchema>,
): Promise<void> {
  await setSecurityHeaders(http, portal.config);
  chargeAnswers(http, portal.budgets, (request) => requests.callerOf(request));
  await http.register(cookie);
  await http.register(compress, { threshold: 1_024, globalDecompression: false });
  const contextOf: ApolloFastifyContextFunction<RequestContext> = (request, reply) =>
    requests.contextOf(request, reply);
  const apollo = makeApolloServer(schema, http.log);
  await apollo.start();
  http.addHook('onClose', () => apollo.stop());
  await http.register(async (graphql) => {
    refuseUnreadable(graphql);
    receiveUploads(graphql, contextOf);
    graphql.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      // the policy of pages says nothing about JSON, and would be made anew for each answer
      helmet: false,
      onRequest: async (request, reply) => {
        void reply.headers(answerHeaders);
        await requests.admit(request);
      },
      handler: fastifyApolloHandler(apollo, { context: contextOf }),
    });
  });
}

/** Without `TRUST_PROXY` all clients of a proxy share its address and its limits. */
function warnOfProxy(http: FastifyInstance): void {
  let isWarned = false;
  http.addHook('onRequest', ({ headers }, _reply, next) => {
    if (!isWarned && headers['x-forwarded-for'] !== undefined) {
      isWarned = true;
      http.log.warn(
        'A request came with X-Forwarded-For, but TRUST_PROXY is not set: behind a proxy all clients share its limits.',
      );
    }
    next();
  });
}

/** Answers carry tokens and what people wrote: nothing keeps them. */
const answerHeaders = { 'cache-control': 'no-store' };

/** The web portal; addresses of its pages are all answered with its one document. */
async function serveWeb(http: FastifyInstance, directory: string): Promise<void> {
  await http.register(fastifyStatic, {
    root: directory,
    setHeaders: (response, path) =>
      void response.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
  http.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' && !request.url.startsWith('/assets/') && request.headers.accept?.includes('text/html');
    return isPage ? reply.sendFile('index.html') : reply.code(404).send({ message: 'Not found' });
  });
}
