import type { ApolloCache, Reference, StoreObject } from '@apollo/client/core';
import type { CachedConnection } from './connections';

export interface Placing<Arguments, Sortable> {
  /** The list of the root, such as `tickets`. */
  list: string;
  node: StoreObject & { __typename: string; id: string };
  /** Whether it belongs into the list that was asked for in this way. */
  fits: (args: Arguments) => boolean;
  /** Whether it did before it changed; never, for what did not exist. */
  fitted: (args: Arguments) => boolean;
  /** Whether only the server can tell. */
  isUncertain?: (args: Arguments) => boolean;
  /** What lists are sorted by. */
  sortedBy: (keyof Sortable & string)[];
  comesBefore: (other: Sortable, args: Arguments) => boolean;
}

/** Puts something new or changed where it belongs in every list the cache holds, and takes it out of those it has left. */
export function placeInLists<Arguments, Sortable>(
  cache: ApolloCache<unknown>,
  { list, node, fits, fitted, isUncertain, sortedBy, comesBefore }: Placing<Arguments, Sortable>,
): void {
  const ref = cache.identify(node);
  if (!ref) return;
  cache.modify<Record<string, CachedConnection>>({
    fields: {
      [list](stored: CachedConnection | Reference, { storeFieldName, readField }) {
        const known = stored as CachedConnection;
        const args = argumentsIn(storeFieldName) as Arguments;
        const others = known.edges.filter((edge) => edge.node.__ref !== ref);
        const wasShown = others.length < known.edges.length;
        if (!fits(args)) {
          return wasShown ? { ...known, edges: others, totalCount: Math.max(0, (known.totalCount ?? 0) - 1) } : known;
        }
        if (isUncertain?.(args) && !wasShown) return known;

        const position = others.findIndex((edge) => {
          const fields = sortedBy.map((name) => [name, readField(name, edge.node)]);
          return comesBefore(Object.fromEntries(fields) as Sortable, args);
        });
        if (position < 0 && known.pageInfo.hasNextPage && !wasShown) return known;
        const at = position < 0 ? others.length : position;
        const edge = { __typename: `${node.__typename}Edge`, cursor: '', node: { __ref: ref } };
        return {
          ...known,
          edges: [...others.slice(0, at), edge, ...others.slice(at)],
          totalCount: (known.totalCount ?? 0) + (wasShown || fitted(args) ? 0 : 1),
        };
      },
    },
  });
}

function argumentsIn(storeFieldName: string): unknown {
  const start = storeFieldName.indexOf('{');
  return start < 0 ? {} : JSON.parse(storeFieldName.slice(start));
}
