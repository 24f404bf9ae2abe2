import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import processRequest from 'graphql-upload/processRequest.mjs';
import { readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestContext } from '../context.ts';
import { readLimits } from './attachment.service.ts';

/** Bytes of the fields `operations` and `map` each: ample for one mutation with one file, too few for costly paths. */
const fieldLimit = 4 * 1024;

/** Bytes a request may have beside its file. */
const overhead = 64 * 1024;

/** Milliseconds without a byte after which a sender is held to be gone. */
const idleLimit = 60_000;

/** What is taken yet, and thrown away, of a request that has been answered: enough for most to see the answer. */
const drainedBytes = 1024 * 1024;
const drainedMilliseconds = 1_000;

/** The context of a request, the same that its operation gets: it is authenticated once. */
type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>;

/**
 * Reads multipart requests of the GraphQL specification. The operation runs as soon as it is known; its file goes to a
 * temporary one meanwhile, which is gone with the answer. Nobody can send anything without being signed in.
 */
export function receiveUploads(http: FastifyInstance, contextOf: ContextOf): void {
  http.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
  http.addHook('preValidation', async (request, reply) => {
    if (!isMultipart(request)) return;
    try {
      request.body = await readRequest(request, reply, contextOf);
    } catch (error) {
      await refuse(reply, error);
    }
  });
  http.addHook('onResponse', async (request) => {
    if (isMultipart(request)) endRequest(request.raw);
  });
}

async function readRequest(request: FastifyRequest, reply: FastifyReply, contextOf: ContextOf): Promise<unknown> {
  const { maximumSize } = await readLimits(await contextOf(request, reply));
  request.raw.setTimeout(idleLimit);
  const operations = processRequest(request.raw, reply.raw, {
    maxFieldSize: fieldLimit,
    // told to be too large is what reaches the limit, so that the limit itself is not
    maxFileSize: maximumSize + 1,
    maxFiles: 1,
  });
  readNoMoreThan(request.raw, maximumSize + overhead + drainedBytes);
  return operations;
}

/** Whatever its parts are: what is beyond stays with the sender, until the answer or the idle limit ends it. */
function readNoMoreThan(request: IncomingMessage, limit: number): void {
  let left = limit;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left >= 0) return;
    request.unpipe();
    request.pause();
  });
}

/** A request that is answered before its end is read on for a moment, then cut off. */
function endRequest(request: IncomingMessage): void {
  // a file that came after the answer would have nobody to remove it
  request.unpipe();
  if (request.complete) return;
  readNoMoreThan(request, drainedBytes);
  request.resume();
  setTimeout(() => request.complete || request.socket.destroy(), drainedMilliseconds);
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const known = error instanceof GraphQLError ? error : null;
  // busboy's own errors have no status: all of them say that the request is malformed
  const status = known ? 401 : ((error as { status?: number }).status ?? 400);
  const message = known?.message ?? `The multipart request is not valid: ${(error as Error).message}`;
  const code = known?.extensions['code'] ?? 'BAD_REQUEST';
  return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
}

const isMultipart = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.toLowerCase().startsWith('multipart/form-data') ?? false;

/** Removes the temporary files of servers that were killed; younger ones may be those of a neighbour. */
export async function removeAbandonedUploads(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!/^capacitor-[0-9a-f]{32}\.tmp$/.test(name)) continue;
    const path = join(tmpdir(), name);
    const found = await stat(path).catch(() => null);
    if (found && found.mtimeMs < Date.now() - 60 * 60 * 1_000) await rm(path, { force: true }).catch(() => {});
  }
}
