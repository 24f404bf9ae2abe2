import type { EntityManager } from '@mikro-orm/postgresql';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { buffer } from 'node:stream/consumers';
import { parse as parseRange } from 'range-parser';
import { clientAddress } from '../access/client-address.ts';
import { ApiKeySecretRow } from '../api-keys/api-key.entity.ts';
import { scopedEntityManager, tenantScope } from '../access/scope.ts';
import { readSessionLink } from '../access/session-links.ts';
import { abortedWhenGone, onceAnswered } from '../graphql/answer.ts';
import { headOf } from '../graphql/errors.ts';
import type { Portal } from '../portal.ts';
import { SessionRow } from '../sessions/session.entity.ts';
import { AttachmentRow } from './attachment.entity.ts';
import { isPicture, isText } from './file-type.ts';
import { downloadPath, type Variant } from './download-path.ts';
import { isCached, setObjectHeaders } from '../storage/serve.ts';
import { NotStored, type ByteRange } from '../storage/storage.ts';

interface DownloadRoute {
  Params: { id: string; '*': string };
  Querystring: Record<string, unknown>;
}

type DownloadRequest = FastifyRequest<DownloadRoute>;

/**
 * Serves files to whoever has a valid link of a session that lasts, as downloads. With `&inline`, pictures and PDF are shown
 * in the browser, in a sandbox.
 */
export function serveDownloads(http: FastifyInstance, portal: Portal): void {
  http.route<DownloadRoute>({
    method: ['GET', 'HEAD'],
    url: '/attachments/:id/*',
    // lengths and ranges are those of the stored bytes
    compress: false,
    handler: (request, reply) => download(portal, request, reply),
  });
}

async function download(portal: Portal, request: DownloadRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { id, '*': name } = request.params;
  const variant = request.query['variant'] as Variant;
  const link = readSessionLink(portal.signedLinks, downloadPath({ id, name }, variant), request.query);
  if (!link) return reject(reply, 403, noLink);
  try {
    const address = clientAddress(request.raw, portal.config.trustProxy);
    const caller = { userId: undefined, tenantId: link.tenantId, address };
    onceAnswered(reply, await portal.transfers.enter(caller, abortedWhenGone(reply)));
    const entityManager = scopedEntityManager(portal.orm.em, tenantScope(link.tenantId));
    // asked of the database, whose answer holds from the commit on, on every server
    if (!(await lasts(entityManager, link.sessionId))) return reject(reply, 403, noLink);
    const attachment = await entityManager.findOne(AttachmentRow, { id, name });
    if (!attachment) throw new NotStored();
    void reply.header('cache-control', `private, max-age=${link.secondsLeft}, immutable`);
    const send = variant === 'thumbnail' ? sendThumbnail : sendOriginal;
    return await send(portal, request, reply, attachment);
  } catch (error) {
    if (error instanceof NotStored) return reject(reply, 404, 'File not found.');
    const { status, headers = [] } = headOf(error);
    if (status) return reject(reply.headers(Object.fromEntries(headers)), status, (error as GraphQLError).message);
    portal.log.error({ err: error, id }, 'a file could not be read');
    return reject(reply, 503, 'The file is not available right now. Please try again later.');
  }
}

/** Whether a session has not ended, or the secret of an API key that stands for one. */
const lasts = async (entityManager: EntityManager, id: string): Promise<boolean> =>
  (await entityManager.findOne(SessionRow, { id, endedAt: null })) !== null ||
  (await entityManager.findOne(ApiKeySecretRow, { id, expiresAt: { $gt: new Date() } })) !== null;

const noLink = 'This link is not valid or has expired.';

async function sendOriginal(
  { storage }: Portal,
  request: DownloadRequest,
  reply: FastifyReply,
  { name, contentType, size, sha256, storageKey }: AttachmentRow,
): Promise<FastifyReply> {
  const inline = 'inline' in request.query && (isPicture(contentType) || contentType === 'application/pdf');
  const etag = `"${sha256}"`;
  setContentHeaders(reply, { name, contentType, inline, etag });
  void reply.header('accept-ranges', 'bytes');
  if (isCached(request, etag)) return reply.code(304).send();
  const range = rangeOf(request, size, etag);
  if (range === 'outside') return reply.code(416).header('content-range', `bytes */${size}`).send();
  const length = range ? range.last - range.first + 1 : size;
  if (range) void reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${size}`);
  void reply.header('content-length', length);
  return reply.send(request.method === 'HEAD' ? undefined : await storage.read(storageKey, range ?? undefined));
}

/** Small enough to be sent at once, without ranges. */
async function sendThumbnail(
  { storage }: Portal,
  request: DownloadRequest,
  reply: FastifyReply,
  { name, sha256, thumbnailKey }: AttachmentRow,
): Promise<FastifyReply> {
  if (!thumbnailKey) throw new NotStored();
  const etag = `"${sha256}-thumbnail"`;
  setContentHeaders(reply, { name: `${name}.webp`, contentType: 'image/webp', inline: true, etag });
  if (isCached(request, etag)) return reply.code(304).send();
  return reply.send(await buffer(await storage.read(thumbnailKey)));
}

interface ContentHeaders {
  name: string;
  contentType: string;
  inline: boolean;
  etag: string;
}

/** No other site reads it, either. */
function setContentHeaders(reply: FastifyReply, { name, contentType, inline, etag }: ContentHeaders): void {
  void setObjectHeaders(reply, etag)
    .type(isText(contentType) ? `${contentType}; charset=utf-8` : contentType)
    .header('content-disposition', contentDisposition(name, { type: inline ? 'inline' : 'attachment' }))
    .header('cross-origin-resource-policy', 'same-origin');
}

function reject(reply: FastifyReply, status: number, message: string): FastifyReply {
  for (const name of ['content-disposition', 'content-length', 'content-range', 'etag']) reply.removeHeader(name);
  return reply.code(status).type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(message);
}

/** The one range asked for; null for the whole, which is also the answer to several ranges or to a changed file. */
function rangeOf({ headers }: DownloadRequest, size: number, etag: string): ByteRange | 'outside' | null {
  if (headers['if-range'] !== undefined && headers['if-range'] !== etag) return null;
  const { code, type, ranges } = parseRange(size, headers.range ?? '');
  const isMalformed = code % 2 === 1;
  if (type !== 'bytes' || isMalformed || ranges.length > 1) return null;
  const [range] = ranges;
  return range ? { first: range.start, last: range.end } : 'outside';
}
