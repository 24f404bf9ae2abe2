import type { ApolloCache } from '@apollo/client/core';
import { addToThread } from '../apollo/connections';
import { MessageFieldsFragmentDoc, type MessageFieldsFragment } from '../gql/graphql';

/** Puts a message at the end of its ticket's thread. */
export function addMessage(cache: ApolloCache<unknown>, ticketId: string, message: MessageFieldsFragment): void {
  const node = cache.writeFragment({
    fragment: MessageFieldsFragmentDoc,
    fragmentName: 'MessageFields',
    data: message,
  });
  if (node) addToThread(cache, { __typename: 'Ticket', id: ticketId }, 'messages', node);
}
