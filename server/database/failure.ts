import { GraphQLError } from 'graphql';
import { deadlineCode } from './client.ts';

/** What clients are told where the database failed them; documented in docs/integrating.md. */
export const FailureCode = {
  /** Nothing was done: the database is away, or too many wait for it already. */
  SERVICE_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  /** Nothing was done: it took longer than it may. */
  TIMEOUT: 'TIMEOUT',
  /** The connection was lost during the commit: it may have been done. */
  OUTCOME_UNKNOWN: 'OUTCOME_UNKNOWN',
} as const;

interface Cause {
  code?: string;
  message?: string;
  duringCommit?: unknown;
  cause?: unknown;
  originalError?: unknown;
}

/** What an operator needs to know of a failure that clients are told no more about than its code. */
export function causeOfFailure(error: unknown): Error | undefined {
  const failed =
    error instanceof GraphQLError && error.originalError instanceof GraphQLError ? error.originalError : error;
  const isFailure = failed instanceof GraphQLError && String(failed.extensions['code']) in FailureCode;
  return isFailure ? failed.originalError : undefined;
}

/** Nothing was done, and it may be tried again in a second. */
export const unavailable = (message: string, cause?: Error) => failure('SERVICE_UNAVAILABLE', message, cause, 1);

/** The failure of the database behind `error`, as clients may know it; null for every other error. */
export function databaseFailure(error: unknown): GraphQLError | null {
  if (error instanceof GraphQLError && !error.originalError) return null;
  for (
    let at = error as Cause | undefined;
    at && typeof at === 'object';
    at = (at.originalError ?? at.cause) as Cause
  ) {
    const found = failureOf(at, error as Error);
    if (found) return found;
  }
  return null;
}

function failureOf(error: Cause, cause: Error): GraphQLError | null {
  const code = typeof error.code === 'string' ? error.code : '';
  const isTimeout = timeouts.has(code);
  const isUnavailable = isConnectionFailure(error) || refusals.has(code);
  if (!isTimeout && !isUnavailable) return null;
  // refused by a database that is there: not committed
  if (error.duringCommit === true && (isConnectionFailure(error) || code === deadlineCode)) {
    return failure(
      'OUTCOME_UNKNOWN',
      'The connection to the database was lost during the commit: look whether it was done, or repeat it with the same idempotency key.',
      cause,
    );
  }
  if (isTimeout) return failure('TIMEOUT', 'This took too long and was stopped; nothing was done.', cause, 5);
  return unavailable('This cannot be done at the moment; nothing was done. Try again soon.', cause);
}

/** Canceled by `statement_timeout` or an administrator, or not answered at all. */
const timeouts = new Set(['57014', deadlineCode]);

/** Read-only, no lock within `lock_timeout`, deadlock, too many connections. */
const refusals = new Set(['25006', '55P03', '40P01', '53300']);

const connectionCodes = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '25P04']);
const socketCodes = /^(E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN)|ENOTFOUND)$/;
const connectionMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client (has encountered a connection error|was closed))/;

/** The connection was lost, or could not be made. */
export function isConnectionFailure({ code, message }: Cause): boolean {
  const text = typeof code === 'string' ? code : '';
  return (
    text.startsWith('08') ||
    connectionCodes.has(text) ||
    socketCodes.test(text) ||
    connectionMessages.test(message ?? '')
  );
}

function failure(code: keyof typeof FailureCode, message: string, cause?: Error, retryAfter?: number): GraphQLError {
  const headers = new Map(retryAfter === undefined ? [] : [['retry-after', String(retryAfter)]]);
  return new GraphQLError(message, {
    originalError: cause,
    extensions: { code, ...(retryAfter !== undefined && { http: { status: 503, headers } }) },
  });
}
