import type { ApiClient } from '../support/api.ts';

export const sortFields = ['UPDATED_AT', 'CREATED_AT', 'LAST_MESSAGE_AT', 'PRIORITY', 'NUMBER'] as const;
export type SortField = (typeof sortFields)[number];

export interface Sort {
  field: SortField;
  direction: 'ASCENDING' | 'DESCENDING';
}

export const everySort: Sort[] = sortFields.flatMap((field) => [
  { field, direction: 'ASCENDING' },
  { field, direction: 'DESCENDING' },
]);

export interface ListedTicket {
  id: string;
  number: number;
  priority: string;
  createdAt: string;
  updatedAt: string;
  lastMessageAt: string;
}

export interface PageAnswer {
  totalCount: number;
  edges: { cursor: string; node: { id: string } }[];
  nodes: ListedTicket[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

export interface PageVariables {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
  sort?: Sort | null;
  filter?: Record<string, unknown>;
}

export const pageQuery = `query($first: Int, $after: String, $last: Int, $before: String, $sort: TicketSort, $filter: TicketFilter) {
  tickets(first: $first, after: $after, last: $last, before: $before, sort: $sort, filter: $filter) {
    totalCount
    edges { cursor node { id } }
    nodes { id number priority createdAt updatedAt lastMessageAt }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

export async function readPage(viewer: ApiClient, variables: PageVariables): Promise<PageAnswer> {
  const { tickets } = await viewer.get<{ tickets: PageAnswer }>(pageQuery, { ...variables });
  return tickets;
}

/** The numbers of all pages from the start, `size` at a time. */
export async function walkForward(
  viewer: ApiClient,
  size: number,
  sort: Sort | null,
  between: () => Promise<unknown> = async () => {},
): Promise<number[]> {
  const numbers: number[] = [];
  let page = await readPage(viewer, { first: size, sort });
  for (;;) {
    numbers.push(...page.nodes.map(({ number }) => number));
    if (!page.pageInfo.hasNextPage) return numbers;
    await between();
    page = await readPage(viewer, { first: size, after: page.pageInfo.endCursor, sort });
  }
}

/** The numbers of all pages from the end, `size` at a time, put back into the order of the list. */
export async function walkBackward(viewer: ApiClient, size: number, sort: Sort | null): Promise<number[]> {
  const numbers: number[] = [];
  let page = await readPage(viewer, { last: size, sort });
  for (;;) {
    numbers.unshift(...page.nodes.map(({ number }) => number));
    if (!page.pageInfo.hasPreviousPage) return numbers;
    page = await readPage(viewer, { last: size, before: page.pageInfo.startCursor, sort });
  }
}
