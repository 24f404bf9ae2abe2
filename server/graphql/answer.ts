import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import { formatError, headOf } from './errors.ts';

const statuses: Record<string, number> = { UNAUTHENTICATED: 401, INTERNAL_SERVER_ERROR: 500 };

/** Answers what never became an operation in the form of one that failed. */
export function answerWithError(reply: FastifyReply, thrown: unknown): FastifyReply {
  const error =
    thrown instanceof GraphQLError ? thrown : new GraphQLError('Failed.', { originalError: thrown as Error });
  const { status, headers = [] } = headOf(error);
  const formatted = formatError(reply.log, error.toJSON(), error);
  for (const [name, value] of headers) void reply.header(name, value);
  return reply.code(status ?? statuses[String(formatted.extensions?.['code'])] ?? 400).send({ errors: [formatted] });
}

/** Aborted when the client hangs up before it has its answer. */
export function abortedWhenGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** Runs `end` once, when the client has its answer or has hung up. */
export function onceAnswered({ raw }: FastifyReply, end: () => void): void {
  if (raw.closed) end();
  else raw.once('close', end);
}
