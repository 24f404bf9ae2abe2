import { Args, ArgsType, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { GraphQLError } from 'graphql';
import { manyRule } from './bounded-count.ts';

const defaultPageSize = 25;
const maximumPageSize = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'Number of items from the start, 1 to 100; 25 when neither `first` nor `last` is given.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only items after this cursor.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of items from the end, 1 to 100; cannot be combined with `first`.',
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only items before this cursor.' })
  before?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Position of a page in its list.' })
class PageInfo {
  @Field(() => Boolean, { description: 'Whether there are items after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether there are items before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first item; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last item; null on an empty page.' })
  endCursor!: string | null;
}

export interface Connection<Node = unknown> {
  nodes: Node[];
  edges: { cursor: string; node: Node }[];
  pageInfo: PageInfo;
  totalCount?: number;
}

/**
 * The one way to page: `<Name>Connection` and `<Name>Edge` over `node`, with further `counts` by name and description. The
 * prices are those of one item, which a page multiplies by its size; to count a list costs as much as a page of it, and where
 * the page is follows from rows that were read anyway.
 */
export function connectionType<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
  counts: Record<string, string> = {},
): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`, {
    simpleResolvers: true,
    description: `An item of \`${name}Connection\` with its cursor.`,
  })
  class Edge {
    @Field(() => String, {
      description: 'Opaque position of the item, for `after` and `before` with the same filter and sort.',
    })
    cursor!: string;

    @Field(node, { description: 'The item.', complexity: 0 })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of \`${name}\` objects.` })
  class ConnectionClass {
    @Field(() => [Edge], { description: 'The items of the page with their cursors.', complexity: 1 })
    edges!: Edge[];

    @Field(() => [node()], { description: 'The items of the page.', complexity: 1 })
    nodes!: Node[];

    @Field(() => PageInfo, { description: 'Position of the page in the list.', complexity: 0.125 })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: `Number of items in the whole list; ${manyRule}.`, complexity: 1 })
    totalCount!: number;
  }
  for (const [count, description] of Object.entries(counts))
    Field(() => Int, { description: `${description.replace(/\.$/, '')}; ${manyRule}.`, complexity: 1 })(
      ConnectionClass.prototype,
      count,
    );
  return ConnectionClass;
}

/** A list within an object, with the arguments of a page; how it is read says `list` in the reads of the object. */
export const PagedField =
  (connection: () => ClassType<Connection>, { description }: { description: string }): PropertyDecorator =>
  (target, property) => {
    Field(connection, { description, simple: true })(target, property);
    Args(() => PageArgs)(target, property, 0);
  };

/** How many rows, from which end, and between which sort keys. */
export interface Page {
  size: number;
  backwards: boolean;
  from: CursorKey | null;
  until: CursorKey | null;
}

/** The name of an order and the sort values of a row, as JSON holds them. */
export type CursorKey = (string | number)[];

/** How many items a page has, where its arguments are in order. */
export const pageSize = ({ first, last }: PageArgs): number =>
  Math.min(Math.max(first ?? last ?? defaultPageSize, 1), maximumPageSize);

/** Checks page arguments. Throws BAD_USER_INPUT naming the argument. */
export function readPage({ first, after, last, before }: PageArgs): Page {
  if (first != null && last != null) throw badArgument('last', 'cannot be combined with `first`');
  for (const [name, value] of Object.entries({ first, last })) {
    if (value != null && (value < 1 || value > maximumPageSize)) {
      throw badArgument(name, `must be from 1 to ${maximumPageSize}`);
    }
  }
  return {
    size: pageSize({ first, last }),
    backwards: last != null,
    from: after == null ? null : decodeCursor('after', after),
    until: before == null ? null : decodeCursor('before', before),
  };
}

export const badArgument = (name: string, rule: string) =>
  new GraphQLError(`Argument \`${name}\` ${rule}.`, { extensions: { code: 'BAD_USER_INPUT', argument: name } });

export const encodeCursor = (key: CursorKey) => Buffer.from(JSON.stringify(key)).toString('base64url');

/** The key in a cursor. Throws BAD_USER_INPUT naming the argument. */
export function decodeCursor(argument: string, cursor: string): CursorKey {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const plain = (value: unknown) => typeof value === 'string' || Number.isSafeInteger(value);
    if (Array.isArray(key) && key.length > 0 && key.every(plain)) return key as CursorKey;
  } catch {
    // falls through to the one refusal below
  }
  throw badCursor(argument);
}

export const badCursor = (argument: string) => badArgument(argument, 'is not a cursor of this list');

export type JsonObject = Record<string, unknown>;

/** What one statement has read for a page: one row more than requested shows whether there are more. */
export interface PageRows {
  rows: { key: CursorKey; node?: JsonObject; edge?: JsonObject }[];
  /** The requested counts, `totalCount` among them. */
  counts: Record<string, number>;
}

export function toConnection({ rows, counts }: PageRows, page: Page): Connection {
  const more = rows.length > page.size;
  const kept = more ? rows.slice(0, page.size) : rows;
  if (page.backwards) kept.reverse();
  const [start, end] = [kept[0], kept.at(-1)];
  return {
    edges: kept.flatMap(({ edge, key }) => (edge ? [{ node: edge, cursor: encodeCursor(key) }] : [])),
    nodes: kept.flatMap(({ node }) => node ?? []),
    pageInfo: {
      hasNextPage: page.backwards ? page.until !== null : more,
      hasPreviousPage: page.backwards ? more : page.from !== null,
      startCursor: start ? encodeCursor(start.key) : null,
      endCursor: end ? encodeCursor(end.key) : null,
    },
    ...counts,
  };
}
