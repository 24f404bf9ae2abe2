import type { FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';

/** However a stored object is opened, the browser runs nothing of it. */
export const setObjectHeaders = (reply: FastifyReply, etag: string): FastifyReply =>
  reply.header('content-security-policy', "sandbox; default-src 'none'").header('etag', etag);

/** Of the other headers none counts: the content behind a tag never changes, so that a reload has no need of it either. */
export const isCached = ({ headers }: Pick<FastifyRequest, 'headers'>, etag: string): boolean =>
  fresh({ 'if-none-match': headers['if-none-match'] }, { etag });
