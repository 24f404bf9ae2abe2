import type { ApolloCache, Reference, StoreObject } from '@apollo/client/core';
import { withoutNode, type CachedConnection } from './connections';

export interface ListUpdate<Arguments, Sortable> {
  /** The field of the root that holds the lists, such as `tickets`. */
  field: string;
  node: StoreObject & { __typename: string; id: string };
  /** Whether it belongs to the list requested with these arguments. */
  matches: (args: Arguments) => boolean;
  /** Whether it did before the change; never, for what did not exist. */
  matchedBefore: (args: Arguments) => boolean;
  /** Whether only the server knows. */
  needsServer?: (args: Arguments) => boolean;
  /** The fields lists are sorted by. */
  sortFields: (keyof Sortable & string)[];
  comesBefore: (other: Sortable, args: Arguments) => boolean;
}

/** Inserts or moves what is new or changed in every cached list it belongs to, and removes it from those it has left. */
export function upsertInConnections<Arguments, Sortable>(
  cache: ApolloCache<unknown>,
  { field, node, matches, matchedBefore, needsServer, sortFields, comesBefore }: ListUpdate<Arguments, Sortable>,
): void {
  const ref = cache.identify(node);
  if (!ref) return;
  cache.modify<Record<string, CachedConnection>>({
    fields: {
      [field](stored: CachedConnection | Reference, { storeFieldName, readField }) {
        const list = stored as CachedConnection;
        const args = argumentsOf(storeFieldName) as Arguments;
        if (!matches(args)) return withoutNode(list, ref);
        const others = list.edges.filter((edge) => edge.node.__ref !== ref);
        const wasListed = others.length < list.edges.length;
        if (needsServer?.(args) && !wasListed) return list;

        const position = others.findIndex((edge) => {
          const values = sortFields.map((name) => [name, readField(name, edge.node)]);
          return comesBefore(Object.fromEntries(values) as Sortable, args);
        });
        // it belongs to a page that is not loaded
        if (position < 0 && list.pageInfo.hasNextPage && !wasListed) return list;
        const edge = { __typename: `${node.__typename}Edge`, cursor: '', node: { __ref: ref } };
        const before = others.splice(0, position < 0 ? others.length : position);
        return {
          ...list,
          edges: [...before, edge, ...others],
          totalCount: (list.totalCount ?? 0) + (wasListed || matchedBefore(args) ? 0 : 1),
        };
      },
    },
  });
}

/** The arguments a list was requested with, out of the name the cache stores it under. */
export function argumentsOf(storeFieldName: string): unknown {
  const start = storeFieldName.indexOf('{');
  return start < 0 ? {} : JSON.parse(storeFieldName.slice(start));
}
