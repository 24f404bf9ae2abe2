import { ApolloClient, HttpLink, type NormalizedCacheObject } from '@apollo/client/core';
import { createCache } from './cache';
import { fetchWithFile, graphqlUrl } from './request';
import { createSessionLink, type AccessTokens } from './session-link';

export function createClient(tokens: AccessTokens): ApolloClient<NormalizedCacheObject> {
  return new ApolloClient({
    cache: createCache(),
    link: createSessionLink(tokens).concat(
      new HttpLink({
        uri: graphqlUrl,
        credentials: 'same-origin',
        headers: { 'apollo-require-preflight': 'true' },
        fetch: fetchWithFile,
      }),
    ),
    devtools: { enabled: import.meta.env.DEV },
  });
}
