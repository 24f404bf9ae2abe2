import { fromPromise, type ApolloLink } from '@apollo/client/core';
import { setContext } from '@apollo/client/link/context';
import { onError } from '@apollo/client/link/error';
import { isUnauthenticated, statusOf } from './failure';

/** What signs a request, as far as a link or a socket needs to know it. */
export interface AccessTokens {
  /** A token with some life left in it, or null when there is no session. */
  freshToken: () => Promise<string | null>;
  /** Replaces a token the server no longer accepts. Rejects when the server was not reached. */
  renew: (rejected: string | null) => Promise<boolean>;
}

/** Signs each request; when the server no longer accepts the token, renews the session and asks once more. */
export function createSessionLink(tokens: AccessTokens): ApolloLink {
  const sign = setContext(async (_, { headers }) => {
    const token = await tokens.freshToken();
    return { token, headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) } };
  });
  const renew = onError(({ graphQLErrors, networkError, operation, forward }) => {
    const isTokenRejected = isUnauthenticated(graphQLErrors) || statusOf(networkError) === 401;
    return isTokenRejected
      ? fromPromise(tokens.renew(operation.getContext()['token'])).flatMap(() => forward(operation))
      : undefined;
  });
  return renew.concat(sign);
}
