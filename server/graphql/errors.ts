import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Codes whose messages are written for the client; everything else is our fault and stays with us. */
const told = new Set([
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
]);

/** The one formatter of thrown errors: what a client may know, never a stack, never the values it sent. */
export function formatError(log: FastifyBaseLogger, formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { path, locations } = formatted;
  const place = { ...(path && { path }), ...(locations && { locations }) };
  const code = codeOf(formatted, error);
  if (told.has(code)) {
    const argument = formatted.extensions?.['argument'];
    return { message: withoutValues(formatted.message), ...place, extensions: { code, ...(argument ? { argument } : {}) } };
  }
  const requestId = randomUUID();
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  log.error({ err: cause, requestId, path }, 'a request failed');
  return {
    message: `Something went wrong on our side. Quote ${requestId} when you report it.`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}

/** A request that cannot be carried out as it stands. */
export const badRequest = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });

function codeOf(formatted: GraphQLFormattedError, error: unknown): string {
  const code = String(formatted.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR');
  const isGraphQLError = error instanceof GraphQLError;
  // graphql-js throws these for values of variables and for documents; they carry no cause of ours
  if (code === 'INTERNAL_SERVER_ERROR' && isGraphQLError && !error.originalError && /^Variable "/.test(error.message)) return 'BAD_USER_INPUT';
  return code;
}

/** graphql-js quotes the value at fault, which may be a password. */
const withoutValues = (message: string) =>
  message
    .replace(/^Context creation failed: /, '')
    .replace(/got invalid value [\s\S]*?(?=( at "[^"]*")?; )/, 'got an invalid value')
    .replace(/(cannot represent[^:]*|Expected value of type [^,]*|Syntax Error: [^:]*?)(:|, found) [\s\S]*$/, '$1.')
    .replace(/(Value|Enum) "[\s\S]*?"( does not exist| cannot)/, '$1$2');
