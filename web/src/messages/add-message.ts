import type { ApolloCache } from '@apollo/client/core';
import type { CachedConnection } from '../apollo/connections';
import { MessageFieldsFragmentDoc, type MessageFieldsFragment } from '../gql/graphql';

/** Puts a message at the end of its ticket's thread; one that is there already (by answer or by event) stays once. */
export function addMessage(cache: ApolloCache<unknown>, ticketId: string, message: MessageFieldsFragment): void {
  const node = cache.writeFragment({
    fragment: MessageFieldsFragmentDoc,
    fragmentName: 'MessageFields',
    data: message,
  });
  if (!node) return;
  cache.modify<{ messages: CachedConnection }>({
    id: cache.identify({ __typename: 'Ticket', id: ticketId }),
    fields: {
      messages(known) {
        const thread = known as CachedConnection;
        if (thread.edges.some((edge) => edge.node.__ref === node.__ref)) return thread;
        return {
          ...thread,
          edges: [...thread.edges, { __typename: 'MessageEdge', cursor: '', node }],
          totalCount: (thread.totalCount ?? 0) + 1,
        };
      },
    },
  });
}
