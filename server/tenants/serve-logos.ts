import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { buffer } from 'node:stream/consumers';
import { clientAddress } from '../access/client-address.ts';
import { callerOf } from '../context.ts';
import { headOf } from '../graphql/errors.ts';
import { prices } from '../limits/limits.ts';
import type { Portal } from '../portal.ts';
import { isCached, setObjectHeaders } from '../storage/serve.ts';
import { NotStored } from '../storage/storage.ts';
import { logoPath } from './logo.ts';
import { findTenantBySlug, tenantAtHost } from './tenant.service.ts';

interface LogoRoute {
  Params: { slug: string; file: string };
}

/** Serves logos to everybody, since emails show them: at the address of a tenant that of no other one. */
export function serveLogos(http: FastifyInstance, portal: Portal): void {
  http.route<LogoRoute>({
    method: ['GET', 'HEAD'],
    url: '/logos/:slug/:file',
    compress: false,
    handler: (request, reply) => sendLogo(portal, request, reply),
  });
}

async function sendLogo(
  portal: Portal,
  request: FastifyRequest<LogoRoute>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { slug } = request.params;
  try {
    await portal.budgets.pay(callerOf(null, clientAddress(request.raw, portal.config.trustProxy)), prices.request);
    const here = await tenantAtHost(portal, request.host);
    // people of several tenants sign in at the address of the portal
    const tenant = here ?? (await findTenantBySlug(portal, slug));
    if (!tenant?.logoFile || tenant.slug !== slug) throw new NotStored();
    const { key, sha256 } = tenant.logoFile;
    const path = logoPath(slug, tenant.logoFile);
    // emails that were sent before show the logo of today
    if (request.url !== path && here) return await reply.header('cache-control', 'no-store').redirect(path, 302);
    if (request.url !== path) throw new NotStored();
    const etag = `"${sha256}"`;
    void setObjectHeaders(reply, etag)
      .type('image/png')
      .header('cache-control', 'public, max-age=31536000, immutable')
      // mail programs on the web show it in pages of their own
      .header('cross-origin-resource-policy', 'cross-origin');
    if (isCached(request, etag)) return await reply.code(304).send();
    return await reply.send(await buffer(await portal.storage.read(key)));
  } catch (error) {
    reply.removeHeader('etag');
    const { status = 503, headers = [] } = error instanceof NotStored ? { status: 404 } : headOf(error);
    if (status === 503) portal.log.error({ err: error }, 'a logo could not be read');
    const answer = reply.code(status).headers({ 'cache-control': 'no-store', ...Object.fromEntries(headers) });
    return answer
      .type('text/plain; charset=utf-8')
      .send(status === 404 ? 'There is no such logo.' : 'Try again later.');
  }
}
