import type { ApolloCache, FieldMergeFunction, FieldPolicy, Reference, StoreObject } from '@apollo/client/core';

interface CachedEdge {
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
 * A list loaded page by page. A fresh first page replaces the start and keeps the pages loaded after it as long as the
 * two still overlap, so that coming back to a long list does not shorten it. (Apollo's relayStylePagination does
 * neither this nor joins a live tail: it would drop the later pages, or what an event has added.)
 */
export function paginatedList(keyArgs: string[]): FieldPolicy<CachedConnection> {
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

/** A paginated list whose counts are also requested alone, without its entries. */
export function countedPaginatedList(): FieldPolicy<CachedConnection> {
  const { merge: mergePage } = paginatedList([]) as { merge: FieldMergeFunction<CachedConnection> };
  return {
    keyArgs: false,
    merge(existing, incoming, options) {
      if (!incoming.edges) return { ...existing, ...incoming };
      return mergePage(existing?.edges && existing, incoming, options);
    },
  };
}

/** What is highlighted depends on the search of the list, which is no argument of the field itself. */
export const highlighted: FieldPolicy = {
  keyArgs: (_, { variables }) => `for ${String(variables?.['search'] ?? variables?.['filter']?.search ?? '')}`,
  merge: false,
};

/**
 * A thread loaded from its newest end: `before` pages are put in front, a fresh newest page is joined to what is cached
 * when the two overlap, and an entry that arrived by event is kept even when a slower answer does not have it.
 */
export function thread(time = 'createdAt'): FieldPolicy<CachedConnection> {
  return {
    keyArgs: false,
    merge(existing, incoming, { args, readField }) {
      if (!existing?.edges.length) return incoming;
      const timeOf = (edge: CachedEdge) => String(readField(time, edge.node));
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

/** Appends an entry to a cached thread, unless it is there already, by answer or by event. */
export function addToThread(cache: ApolloCache<unknown>, owner: StoreObject, field: string, node: Reference): void {
  cache.modify<Record<string, CachedConnection>>({
    id: cache.identify(owner),
    fields: {
      [field](stored: CachedConnection | Reference) {
        const list = stored as CachedConnection;
        if (list.edges.some((edge) => edge.node.__ref === node.__ref)) return list;
        const __typename = list.__typename?.replace(/Connection$/, 'Edge');
        return {
          ...list,
          edges: [...list.edges, { __typename, cursor: '', node }],
          totalCount: (list.totalCount ?? 0) + 1,
        };
      },
    },
  });
}

/** The list after an entry has left it. */
export function withoutNode(list: CachedConnection, ref: string): CachedConnection {
  const edges = list.edges.filter((edge) => edge.node.__ref !== ref);
  if (edges.length === list.edges.length) return list;
  return { ...list, edges, totalCount: Math.max(0, (list.totalCount ?? 0) - 1) };
}
