import { randomUUID } from 'node:crypto';
import type { HTTPGraphQLHead } from '@apollo/server';
import type { FastifyBaseLogger } from 'fastify';
import { FailureCode, causeOfFailure } from '../database/failure.ts';
import {
  GraphQLError,
  Kind,
  print,
  type GraphQLErrorExtensions,
  type GraphQLFormattedError,
  type VariableDefinitionNode,
} from 'graphql';

/** Somebody signed in asks for what their role may not read. */
export const forbiddenToRead = (message: string) => new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });

/** Codes whose messages are meant for clients; all other errors are masked. */
const publicCodes = new Set([
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'TOO_EXPENSIVE',
  'RATE_LIMITED',
  'ANSWER_TOO_LARGE',
  'REQUEST_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  ...Object.keys(FailureCode),
]);

/** Formats every thrown error: what a client may know, never a stack, never the values it sent. */
export function formatError(
  log: FastifyBaseLogger,
  formatted: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  const { path, locations } = formatted;
  const location = { ...(path && { path }), ...(locations && { locations }) };
  const code = codeOf(formatted, error);
  if (publicCodes.has(code)) {
    const failed = causeOfFailure(error);
    if (failed) log.warn({ err: failed, code, path }, 'the database failed a request');
    const argument = formatted.extensions?.['argument'];
    return {
      message: shortened(messageOf(formatted, error)),
      ...location,
      extensions: { code, ...(argument ? { argument } : {}) },
    };
  }
  const requestId = randomUUID();
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  log.error({ err: cause, requestId, path }, 'a request failed');
  return {
    message: `Something went wrong on our side. Quote ${requestId} when you report it.`,
    ...location,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}

/** The HTTP status and headers an error asks for. */
export function headOf(error: unknown): Partial<HTTPGraphQLHead> {
  // those of graphql-jit have no extensions
  const extensions = error instanceof GraphQLError ? (error.extensions as GraphQLErrorExtensions | undefined) : null;
  return (extensions?.['http'] as Partial<HTTPGraphQLHead> | undefined) ?? {};
}

/** A request that cannot be carried out as it stands. */
export const badRequest = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });

function codeOf(formatted: GraphQLFormattedError, error: unknown): string {
  const code = formatted.extensions?.['code'];
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return code;
  // nor does Apollo to those of persisted queries
  const { status = 500 } = headOf(error);
  if (status >= 400 && status < 500) return 'BAD_REQUEST';
  // graphql-js gives no code to errors of variables; unlike failures of ours they have no other cause
  const isOurs = error instanceof GraphQLError && error.originalError && !(error.originalError instanceof GraphQLError);
  return !isOurs && /^(Variable "\$|Too many errors processing variables)/.test(formatted.message)
    ? 'BAD_USER_INPUT'
    : 'INTERNAL_SERVER_ERROR';
}

/** What is wrong, and where, without what was sent, which may be a password. */
function messageOf({ message }: GraphQLFormattedError, error: unknown): string {
  const reason = reasonOfVariable(error);
  if (reason === undefined) return withoutValue(message.replace(/^Context creation failed: /, ''));
  const before = message.slice(0, -`; ${reason}`.length);
  const path = / at "[\w.[\]]+"$/.exec(before)?.[0] ?? '';
  const { variable, type } = (error as GraphQLError).nodes![0] as VariableDefinitionNode;
  const name = `Variable "$${variable.name.value}" of type "${print(type)}"`;
  return `${name} got an invalid value${path}; ${withoutValue(reason)}`;
}

/** What clients have made up may be as long as they like; it is repeated so that they find it. */
const maximumName = 100;
const maximumMessage = 1_000;

const cut = (text: string, length: number) => (text.length <= length ? text : `${text.slice(0, length)}…`);

const shortened = (message: string) =>
  cut(
    message
      .replace(/"([^"]*)"/g, (_, quoted: string) => `"${cut(quoted, maximumName)}"`)
      .replace(/[\w$]+/g, (name) => cut(name, maximumName)),
    maximumMessage,
  );

/** The reason why graphql-js rejects a variable, without the value that it puts in front. */
function reasonOfVariable(error: unknown): string | undefined {
  if (!(error instanceof GraphQLError) || !error.message.startsWith('Variable "$')) return undefined;
  if (error.nodes?.[0]?.kind !== Kind.VARIABLE_DEFINITION) return undefined;
  // where a variable is missing, there is no value and no reason: Apollo names the error itself
  const reason = error.originalError?.message;
  return reason === error.message ? undefined : reason;
}

const withoutValue = (message: string) =>
  message
    .replace(/^((?:Enum "\w+"|\w+) cannot represent [^:]*): [\s\S]*$/, '$1.')
    .replace(/^Value "[\s\S]*" does not exist in "(\w+)" enum[\s\S]*$/, 'Value does not exist in "$1" enum.')
    .replace(/^(Expected value of type "[^"]*"), found [\s\S]*$/, '$1.')
    .replace(/^(Syntax Error: Unexpected \w+) "[\s\S]*$/, '$1.')
    .replace(/^(Syntax Error: [^:]*?)(:|, found) [\s\S]*$/, '$1.');
