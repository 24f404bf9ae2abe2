import { GraphQLError } from 'graphql';

/** Whoever asked is the one who asked too much: HTTP status 429, and when to try again. */
export const rateLimited = (message: string, retryAfter: number, headers: [name: string, value: string][] = []) =>
  new GraphQLError(message, {
    extensions: {
      code: 'RATE_LIMITED',
      http: { status: 429, headers: new Map([['retry-after', String(retryAfter)], ...headers]) },
    },
  });
