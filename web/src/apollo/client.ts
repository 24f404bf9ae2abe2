import { ApolloClient, HttpLink, from } from '@apollo/client/core';
import { createCache } from './cache';
import { graphqlUrl, patientFetch } from './request';
import { sessionLink } from './session-link';

export const client = new ApolloClient({
  cache: createCache(),
  link: from([
    sessionLink,
    new HttpLink({
      uri: graphqlUrl,
      credentials: 'same-origin',
      headers: { 'apollo-require-preflight': 'true' },
      fetch: patientFetch,
    }),
  ]),
  devtools: { enabled: import.meta.env.DEV },
});
