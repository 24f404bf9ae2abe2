import { ApolloError } from '@apollo/client/core';
import { RequestError } from './request';

/** Why an operation got no answer, as far as the person in front of the screen can act on it. */
export type Failure = 'unreachable' | 'busy' | 'ended' | 'broken';

const busyCodes = ['RATE_LIMITED', 'TOO_MANY_REQUESTS', 'TOO_MANY_ATTEMPTS', 'THROTTLED'];

export function failureOf(error: unknown): Failure {
  if (error instanceof ApolloError) {
    const codes = error.graphQLErrors.map((each) => each.extensions?.['code']);
    if (codes.length) return fromCodes(codes);
    return error.networkError ? failureOf(error.networkError) : 'broken';
  }
  if (error instanceof RequestError && error.codes.length) return fromCodes(error.codes);
  const status = statusOf(error);
  if (status === 401) return 'ended';
  if (status === 429) return 'busy';
  if (status === 502 || status === 503 || status === 504) return 'unreachable';
  return status ? 'broken' : 'unreachable';
}

export function isUnauthenticated(errors: readonly { extensions?: Record<string, unknown> }[] | undefined): boolean {
  return !!errors?.some((error) => error.extensions?.['code'] === 'UNAUTHENTICATED');
}

export function statusOf(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

function fromCodes(codes: unknown[]): Failure {
  if (codes.includes('UNAUTHENTICATED')) return 'ended';
  return codes.some((code) => busyCodes.includes(String(code))) ? 'busy' : 'broken';
}
