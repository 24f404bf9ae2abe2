import { ApolloClient, HttpLink, type NormalizedCacheObject } from '@apollo/client/core';
import { createCache } from './cache';
import { fetchWithTimeout, graphqlUrl } from './request';
import { createSessionLink, type AccessTokens } from './session-link';

export function createClient(tokens: AccessTokens): ApolloClient<NormalizedCacheObject> {
  return new ApolloClient({
    cache: createCache(),
    link: createSessionLink(tokens).concat(
      new HttpLink({
        uri: graphqlUrl,
        credentials: 'same-origin',
        headers: { 'apollo-require-preflight': 'true' },
        fetch: fetchWithTimeout,
      }),
    ),
    devtools: { enabled: import.meta.env.DEV },
  });
}
