import type { ApolloCache } from '@apollo/client/core';
import { addToThread } from '../apollo/connections';
import { upsertInConnections } from '../apollo/upsert-in-connections';
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
 * Writes a new or changed call, and updates all cached lists of calls and that of its ticket.
 * `statusBefore` is null for a call that did not exist before.
 */
export function updateCallLists(
  cache: ApolloCache<unknown>,
  call: CallFieldsFragment,
  statusBefore: CallRequestStatus | null,
): void {
  const node = cache.writeFragment({ fragment: CallFieldsFragmentDoc, fragmentName: 'CallFields', data: call });
  if (!node) return;
  upsertInConnections<ListArguments, Sortable>(cache, {
    field: 'callRequests',
    node: { __typename: 'CallRequest', id: call.id },
    matches: ({ filter }) => matchesFilter(filter, call),
    matchedBefore: ({ filter }) => statusBefore !== null && matchesFilter(filter, { ...call, status: statusBefore }),
    sortFields: ['id', 'dueAt', 'createdAt'],
    comesBefore: (other, { sort = {} }) => comesBefore(call, other, sort),
  });
  if (call.ticket) addToThread(cache, { __typename: 'Ticket', id: call.ticket.id }, 'callRequests', node);
}

function matchesFilter(
  { status, customerId }: CallRequestFilter = {},
  call: Pick<CallFieldsFragment, 'status' | 'customer'>,
): boolean {
  return (!status?.length || status.includes(call.status)) && (!customerId || call.customer.id === customerId);
}

function comesBefore(call: Sortable, other: Sortable, { field, direction }: CallRequestSort): boolean {
  const keyOf = (each: Sortable) => `${field === 'CREATED_AT' ? each.createdAt : each.dueAt} ${each.id}`;
  return direction === 'ASCENDING' ? keyOf(call) < keyOf(other) : keyOf(call) > keyOf(other);
}
