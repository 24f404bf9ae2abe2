import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import processRequest from 'graphql-upload/processRequest.mjs';
import { readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { largestLogo } from '#shared/logo.ts';
import type { RequestContext } from '../context.ts';
import { databaseFailure } from '../database/failure.ts';
import { answerWithError } from '../graphql/answer.ts';
import { uploadRate } from '../limits/limits.ts';
import { readLimits } from './attachment.service.ts';

/** Bytes of each of the fields `operations` and `map`: ample for one mutation with one file, too few for expensive paths. */
const fieldLimit = 4 * 1024;

/** Bytes a request may have in addition to its file. */
const overhead = 64 * 1024;

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
      await answerWithError(reply, databaseFailure(error) ?? error);
    }
  });
  http.addHook('onResponse', async (request) => {
    if (isMultipart(request)) endRequest(request.raw);
  });
}

async function readRequest(request: FastifyRequest, reply: FastifyReply, contextOf: ContextOf): Promise<unknown> {
  const { maximumSize: ofAttachment } = await readLimits(await contextOf(request, reply));
  // which of them it is, is known to its operation
  const maximumSize = Math.max(ofAttachment, largestLogo);
  const operations = processRequest(request.raw, reply.raw, {
    maxFieldSize: fieldLimit,
    // a file is too large when it reaches this limit, so a file of the maximum size is not
    maxFileSize: maximumSize + 1,
    maxFiles: 1,
  }).catch((error: Error) => {
    throw malformed(error);
  });
  readNoMoreThan(request.raw, maximumSize + overhead + drainedBytes);
  readNoSlowerThan(request.raw, uploadRate);
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

/** Ends a request that comes so slowly that it is not meant to end. */
function readNoSlowerThan(request: IncomingMessage, { bytes, interval }: typeof uploadRate): void {
  let arrived = 0;
  const count = (chunk: Buffer) => (arrived += chunk.length);
  request.on('data', count);
  const timer = setInterval(() => {
    const isSlow = arrived < bytes && !request.isPaused() && !request.complete;
    arrived = 0;
    if (isSlow) request.destroy();
  }, interval);
  request.once('close', () => clearInterval(timer));
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

/** Errors of busboy itself have no status: all of them mean that the request is malformed. */
const malformed = ({ message, status = 400 }: Error & { status?: number }) =>
  new GraphQLError(`The multipart request is not valid: ${message}`, {
    extensions: { code: status === 413 ? 'REQUEST_TOO_LARGE' : 'BAD_REQUEST', http: { status } },
  });

export const isMultipart = ({ headers }: FastifyRequest): boolean =>
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
