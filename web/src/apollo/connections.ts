import type { ApolloCache, FieldMergeFunction, FieldPolicy, Reference, StoreObject } from '@apollo/client/core';

export interface CachedEdge {
  __typename?: string;
  cursor: string;
  node: Reference;
}
export interface CachedConnection {
  __typename?: string;
  edges: CachedEdge[];
  pageInfo: {
    __typename?: string;
    hasNextPage?: boolean;
    hasPreviousPage?: boolean;
    startCursor?: string | null;
    endCursor?: string | null;
  };
  totalCount?: number;
  unreadCount?: number;
}

/**
 * A list that grows at its end. A fresh first page renews the start and keeps the pages loaded after it
 * as long as the two still meet, so that coming back to a long list does not shorten it.
 */
export function growingList(keyArgs: string[]): FieldPolicy<CachedConnection> {
  return {
    keyArgs,
    merge(existing, incoming, { args }) {
      if (!existing) return incoming;
      const incomingRefs = new Set(incoming.edges.map((edge) => edge.node.__ref));
      const isOther = (edge: CachedEdge) => !incomingRefs.has(edge.node.__ref);
      if (args?.['after']) return { ...incoming, edges: [...existing.edges.filter(isOther), ...incoming.edges] };
      const last = incoming.edges.at(-1);
      const meetsAt = existing.edges.findIndex((edge) => edge.node.__ref === last?.node.__ref);
      const rest = meetsAt < 0 ? [] : existing.edges.slice(meetsAt + 1).filter(isOther);
      if (!rest.length || !incoming.pageInfo.hasNextPage) return incoming;
      return { ...incoming, edges: [...incoming.edges, ...rest], pageInfo: existing.pageInfo };
    },
  };
}

/** A growing list whose counts are also asked for alone, without its entries. */
export function countedList(): FieldPolicy<CachedConnection> {
  const { merge: grow } = growingList([]) as { merge: FieldMergeFunction<CachedConnection> };
  return {
    keyArgs: false,
    merge(existing, incoming, options) {
      if (!incoming.edges) return { ...existing, ...incoming };
      return grow(existing?.edges && existing, incoming, options);
    },
  };
}

/** What is highlighted hangs on what the list was searched for, which is no argument of the field itself. */
export const highlighted: FieldPolicy = {
  keyArgs: (_, { variables }) => `for ${String(variables?.['search'] ?? '')}`,
  merge: false,
};

/**
 * A thread read from its newest end: `before` pages are put in front, a fresh newest page is joined
 * to what is known when the two overlap, and an entry that arrived live is kept even when a slower answer misses it.
 */
export function thread(): FieldPolicy<CachedConnection> {
  return {
    keyArgs: false,
    merge(existing, incoming, { args, readField }) {
      if (!existing?.edges.length) return incoming;
      const timeOf = (edge: CachedEdge) => String(readField('createdAt', edge.node));
      const incomingRefs = new Set(incoming.edges.map((edge) => edge.node.__ref));
      const others = existing.edges.filter((edge) => !incomingRefs.has(edge.node.__ref));
      if (args?.['before']) {
        return {
          ...existing,
          totalCount: incoming.totalCount,
          edges: [...incoming.edges, ...others],
          pageInfo: incoming.pageInfo,
        };
      }
      const first = incoming.edges[0];
      const last = incoming.edges.at(-1);
      if (!first || !last) return incoming;
      const overlaps = others.length < existing.edges.length;
      const earlier = overlaps ? others.filter((edge) => timeOf(edge) < timeOf(first)) : [];
      const later = others.filter((edge) => timeOf(edge) > timeOf(last));
      return {
        ...incoming,
        edges: [...earlier, ...incoming.edges, ...later],
        pageInfo: earlier.length ? existing.pageInfo : incoming.pageInfo,
      };
    },
  };
}

/** Puts an entry at the end of a thread that is known; one that is there already (by answer or by event) stays once. */
export function addToThread(cache: ApolloCache<unknown>, owner: StoreObject, field: string, node: Reference): void {
  cache.modify<Record<string, CachedConnection>>({
    id: cache.identify(owner),
    fields: {
      [field](stored: CachedConnection | Reference) {
        const known = stored as CachedConnection;
        if (known.edges.some((edge) => edge.node.__ref === node.__ref)) return known;
        const __typename = known.__typename?.replace(/Connection$/, 'Edge');
        return {
          ...known,
          edges: [...known.edges, { __typename, cursor: '', node }],
          totalCount: (known.totalCount ?? 0) + 1,
        };
      },
    },
  });
}
