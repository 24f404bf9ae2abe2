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
export function formatError(
  log: FastifyBaseLogger,
  formatted: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  const { path, locations } = formatted;
  const place = { ...(path && { path }), ...(locations && { locations }) };
  const code = codeOf(formatted, error);
  if (told.has(code)) {
    const argument = formatted.extensions?.['argument'];
    return {
      message: withoutValues(formatted.message, code),
      ...place,
      extensions: { code, ...(argument ? { argument } : {}) },
    };
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
  const code = formatted.extensions?.['code'];
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return code;
  // graphql-js gives no code to values of variables that do not fit; they carry no cause of ours
  const ours = error instanceof GraphQLError && error.originalError && !(error.originalError instanceof GraphQLError);
  return !ours && formatted.message.startsWith('Variable "$') ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
}

/** graphql-js quotes the value at fault, which may be a password: only what the schema says of it is passed on. */
function withoutValues(message: string, code: string): string {
  if (code === 'GRAPHQL_PARSE_FAILED') return message.replace(/ ?"[\s\S]*$/, '.');
  const variable = /^Variable "\$\w+" got invalid value /.exec(message)?.[0];
  if (variable) return `${variable.replace('invalid', 'an invalid').trimEnd()}${rulesOfVariables(message)}`;
  return message
    .replace(/^Context creation failed: /, '')
    .replace(/(cannot represent[^:]*|Expected value of type [^,]*)(:|, found) [\s\S]*$/, '$1.')
    .replace(/(Value|Enum) "[\s\S]*?"( does not exist| cannot)/, '$1$2');
}

const rules = [
  /^Field "\w+" of required type "[\w![\]]+" was not provided\.$/,
  /^Expected non-nullable type "[\w![\]]+" not to be null\.$/,
  /^Expected type "\w+" to be an object\.$/,
  /^\w+ cannot represent (?=[^:]*:)/,
  /does not exist in "\w+" enum\.(?= |$)/,
  /^Field "\w+" is not defined by type "\w+"\.(?= |$)/,
];

/** ` at "input.title"; the rule`, where a rule of the schema ends the message; otherwise nothing but a full stop. */
function rulesOfVariables(message: string): string {
  const [, place, rule = ''] = /( at "[\w.[\]]+")?; ([^;]*)$/.exec(message) ?? [];
  const said = rules.map((known) => known.exec(rule)?.[0]).find(Boolean);
  return said ? `${place ?? ''}; ${said.trim().replace(/\.?$/, '.')}` : '.';
}
