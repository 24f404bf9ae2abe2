import type { ApolloCache } from '@apollo/client/core';
import { addToThread } from '../apollo/connections';
import { placeInLists } from '../apollo/place-in-lists';
import {
  CallFieldsFragmentDoc,
  type CallFieldsFragment,
  type CallRequestFilter,
  type CallRequestSort,
  type CallRequestStatus,
} from '../gql/graphql';

type Sortable = Pick<CallFieldsFragment, 'id' | 'dueAt' | 'createdAt'>;
interface ListArguments {
  filter?: CallRequestFilter;
  sort?: CallRequestSort;
}

/**
 * Writes a new or changed call, and puts it where it belongs in the lists the cache holds and in its ticket.
 * `statusBefore` is null for a call that did not exist before.
 */
export function placeCall(
  cache: ApolloCache<unknown>,
  call: CallFieldsFragment,
  statusBefore: CallRequestStatus | null,
): void {
  const node = cache.writeFragment({ fragment: CallFieldsFragmentDoc, fragmentName: 'CallFields', data: call });
  if (!node) return;
  placeInLists<ListArguments, Sortable>(cache, {
    list: 'callRequests',
    node: { __typename: 'CallRequest', id: call.id },
    fits: ({ filter }) => matches(filter, call.status),
    fitted: ({ filter }) => statusBefore !== null && matches(filter, statusBefore),
    sortedBy: ['id', 'dueAt', 'createdAt'],
    comesBefore: (other, { sort = {} }) => comesBefore(call, other, sort),
  });
  if (call.ticket) addToThread(cache, { __typename: 'Ticket', id: call.ticket.id }, 'callRequests', node);
}

function matches({ status }: CallRequestFilter = {}, now: CallRequestStatus): boolean {
  return !status?.length || status.includes(now);
}

function comesBefore(call: Sortable, other: Sortable, { field, direction }: CallRequestSort): boolean {
  const keyOf = (each: Sortable) => `${field === 'CREATED_AT' ? each.createdAt : each.dueAt} ${each.id}`;
  return direction === 'ASCENDING' ? keyOf(call) < keyOf(other) : keyOf(call) > keyOf(other);
}
