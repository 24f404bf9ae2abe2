import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import processRequest from 'graphql-upload/processRequest.mjs';
import { readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestContext } from '../context.ts';
import { readLimits } from './attachment.service.ts';

/** Bytes of each of the fields `operations` and `map`: ample for one mutation with one file, too few for expensive paths. */
const fieldLimit = 4 * 1024;

/** Bytes a request may have in addition to its file. */
const overhead = 64 * 1024;

/** Milliseconds without a byte after which a client counts as gone. */
const idleLimitMs = 60_000;

/** How much of a request is still read, and discarded, once it is answered, so that most clients see the answer. */
const drainedBytes = 1024 * 1024;
const drainedMs = 1_000;

/** The context of a request, the same that its operation gets: it is authenticated once. */
type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>;

/**
 * Parses multipart requests by the GraphQL multipart request specification. The operation starts as soon as it is known,
 * while its file is written to a temporary one, which is removed with the answer. Only signed-in users can send anything.
 */
export function receiveUploads(http: FastifyInstance, contextOf: ContextOf): void {
  http.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
  http.addHook('preValidation', async (request, reply) => {
    if (!isMultipart(request)) return;
    try {
      request.body = await readRequest(request, reply, contextOf);
    } catch (error) {
      await reject(reply, error);
    }
  });
  http.addHook('onResponse', async (request) => {
    if (isMultipart(request)) endRequest(request.raw);
  });
}

async function readRequest(request: FastifyRequest, reply: FastifyReply, contextOf: ContextOf): Promise<unknown> {
  const { maximumSize } = await readLimits(await contextOf(request, reply));
  request.raw.setTimeout(idleLimitMs);
  const operations = processRequest(request.raw, reply.raw, {
    maxFieldSize: fieldLimit,
    // a file is too large when it reaches this limit, so a file of the maximum size is not
    maxFileSize: maximumSize + 1,
    maxFiles: 1,
  });
  readNoMoreThan(request.raw, maximumSize + overhead + drainedBytes);
  return operations;
}

/** Bounds the request as a whole: beyond the limit nothing is read, until the answer or the idle limit ends it. */
function readNoMoreThan(request: IncomingMessage, limit: number): void {
  let left = limit;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left >= 0) return;
    request.unpipe();
    request.pause();
  });
}

/** Reads on for a moment when a request was answered before its end, then closes the connection. */
function endRequest(request: IncomingMessage): void {
  // nobody would remove a file that arrives after the answer
  request.unpipe();
  if (request.complete) return;
  readNoMoreThan(request, drainedBytes);
  request.resume();
  setTimeout(() => request.complete || request.socket.destroy(), drainedMs);
}

function reject(reply: FastifyReply, error: unknown): FastifyReply {
  const thrown = error instanceof GraphQLError ? error : null;
  // errors of busboy itself have no status: all of them mean that the request is malformed
  const status = thrown ? 401 : ((error as { status?: number }).status ?? 400);
  const message = thrown?.message ?? `The multipart request is not valid: ${(error as Error).message}`;
  const code = thrown?.extensions['code'] ?? 'BAD_REQUEST';
  return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
}

const isMultipart = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.toLowerCase().startsWith('multipart/form-data') ?? false;

/** Removes temporary files of servers that were killed; newer ones may belong to another server. */
export async function removeAbandonedUploads(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!/^capacitor-[0-9a-f]{32}\.tmp$/.test(name)) continue;
    const path = join(tmpdir(), name);
    const found = await stat(path).catch(() => null);
    if (found && found.mtimeMs < Date.now() - 60 * 60 * 1_000) await rm(path, { force: true }).catch(() => {});
  }
}
