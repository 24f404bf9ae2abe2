import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { isSameText } from '../access/signed-links.ts';
import type { Config } from '../config.ts';
import type { Metrics } from './metrics.ts';

/** `/metrics` beside everything else, for who has the token; nothing where there is none. */
export function serveMetrics(http: FastifyInstance, { metricsToken }: Config, metrics: Metrics): void {
  if (metricsToken === undefined) return;
  http.get('/metrics', ({ headers }, reply) =>
    isSameText(headers.authorization ?? '', `Bearer ${metricsToken}`)
      ? answer(reply, metrics)
      : reply.code(401).header('www-authenticate', 'Bearer').send({ message: 'The token of METRICS_TOKEN is needed.' }),
  );
}

/** `/metrics` on a port of its own, where whoever reaches the port may read it. Answers with how to stop. */
export async function listenForMetrics({ host, metricsPort }: Config, metrics: Metrics): Promise<() => Promise<void>> {
  if (metricsPort === undefined) return async () => {};
  const http = fastify({ forceCloseConnections: true });
  http.get('/metrics', (_request, reply) => answer(reply, metrics));
  await http.listen({ port: metricsPort, host });
  return () => http.close();
}

const answer = async (reply: FastifyReply, metrics: Metrics) =>
  reply
    .header('content-type', metrics.contentType)
    .header('cache-control', 'no-store')
    .send(await metrics.text());
