import type { FieldNode, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import { boundedCount } from './bounded-count.ts';
import type { Columns, SortType } from './columns.ts';
import { allOf } from './conditions.ts';
import {
  badArgument,
  readPage,
  toConnection,
  type Connection,
  type CursorKey,
  type JsonObject,
  type Page,
  type PageArgs,
  type PageRows,
} from './connection.ts';
import type { BoundedListField, ComputedField, Field, ObjectField, Reader } from './fields.ts';
import { isSortValue, sortKeysOf, type Order } from './order.ts';
import type { AnyReads, Reads } from './reads.ts';
import { readsOf } from './schema.ts';
import { selectedArguments, selectedFields, storedUnder, type SelectedField } from './selection.ts';

/** A statement that answers with one JSON text in its only column, and what makes API objects of it. */
export interface ReadStatement<Result> {
  text: string;
  values: unknown[];
  shape: (json: unknown) => Result;
}

/** Puts a value beside the statement, and answers with what stands for it within. */
export type Parameter = (value: unknown, type: string) => string;

/** A condition on the rows of a type; values go through `parameter`. */
export type Condition<Row> = (row: Columns<Row>, parameter: Parameter) => string;

/** A list as a whole: in which order, of which rows, and what else to count, by its name in the connection. */
export interface ListOptions<Row> {
  page: PageArgs;
  order: Order<Row>;
  where?: Condition<Row>;
  counts?: Record<string, Condition<Row>>;
  /** Queries that the source of the rows may name beside the tables there are: the inside of a `with`. */
  with?: (parameter: Parameter) => string;
}

/** One object, or null when no row the viewer may see fulfils `where`. */
export function selectOne<Row, Api>(
  reader: Reader,
  info: GraphQLResolveInfo,
  reads: Reads<Row, Api>,
  where: Condition<Row>,
): ReadStatement<Api | null> {
  const builder = new StatementBuilder(reader, info);
  const row = builder.newRow(reads);
  const { sql, shape } = builder.object(reads, row, info.fieldNodes);
  const conditions = allOf([...builder.scope(reads, row), where(row, builder.parameter)]);
  return {
    text: `select ${sql}::text as json ${from(reads, row)} where ${conditions} limit 1`,
    values: builder.values,
    shape: (object) => (object && shape ? shape(object as JsonObject) : object) as Api | null,
  };
}

/** One page of a list. */
export function selectPage<Row, Api>(
  reader: Reader,
  info: GraphQLResolveInfo,
  reads: Reads<Row, Api>,
  options: ListOptions<Row>,
): ReadStatement<Connection<Api>> {
  const builder = new StatementBuilder(reader, info);
  const queries = options.with ? `with ${options.with(builder.parameter)} ` : '';
  const within = (where?: Condition<Row>) => (row: Columns<Row>) =>
    allOf([...builder.scope(reads, row), where?.(row, builder.parameter)]);
  const { sql, shape } = builder.page(reads, info.fieldNodes, {
    page: readPage(options.page),
    order: options.order,
    where: within(options.where),
    counts: Object.fromEntries(Object.entries(options.counts ?? {}).map(([name, where]) => [name, within(where)])),
  });
  return {
    text: `${queries}select ${sql}::text as json`,
    values: builder.values,
    shape: (rows) => shape(rows as PageRows) as Connection<Api>,
  };
}

/** SQL for a JSON value, and what makes the API's value of it; null where that is the same. */
interface Part<Json, Shape = ((json: Json) => unknown) | null> {
  sql: string;
  shape: Shape;
}

interface PageOptions<Row> {
  page: Page;
  order: Order<Row>;
  where: (row: Columns<Row>) => string;
  /** SQL for the length of the whole list, where a column knows it. */
  count?: string;
  /** What else is counted, by its name in the connection. */
  counts?: Record<string, (row: Columns<Row>) => string>;
}

class StatementBuilder {
  readonly values: unknown[] = [];
  private aliases = 0;

  constructor(
    private readonly reader: Reader,
    private readonly info: GraphQLResolveInfo,
  ) {}

  readonly parameter: Parameter = (value, type) => `$${this.values.push(value)}::${type}`;

  newRow<Row>({ table }: Reads<Row, unknown>): Columns<Row> {
    return table.row(`t${++this.aliases}`);
  }

  /** What helps PostgreSQL to an index; the policies hold without it. */
  scope<Row>({ viewerIds }: Reads<Row, unknown>, row: Columns<Row>): string[] {
    const { viewer } = this.reader;
    return viewerIds
      .filter((name) => viewer[name] !== null)
      .map((name) => `${(row as Columns<Viewer>)[name]} = ${this.parameter(viewer[name], 'uuid')}`);
  }

  /** The JSON object of one row. */
  object<Row>(reads: Reads<Row, unknown>, row: Columns<Row>, nodes: readonly FieldNode[]): Part<JsonObject> {
    const values = new Map<string, string>();
    const shapes: ((object: JsonObject) => void)[] = [];
    for (const selection of selectedFields(nodes, reads.type, this.info)) {
      const field = reads.fields[selection.name];
      if (!field) continue;
      if (field.kind === 'computed') {
        for (const [name, { sql }] of field.needs) values.set(name, sql(row, this.reader.viewer));
        shapes.push((object) => (object[selection.name] = field.compute(object as never, this.reader)));
        continue;
      }
      const key = field.kind === 'value' ? selection.name : storedUnder(selection);
      const { sql, shape } = this.part(reads, field, selection, row);
      values.set(key, sql);
      if (shape) shapes.push((object) => object[key] && (object[key] = shape(object[key] as never)));
    }
    return {
      sql: jsonObject([...values]),
      shape: shapes.length === 0 ? null : (object) => (shapes.forEach((shape) => shape(object)), object),
    };
  }

  /** A page of rows as a connection. */
  page<Row>(
    reads: Reads<Row, unknown>,
    nodes: readonly FieldNode[],
    options: PageOptions<Row>,
  ): Part<PageRows, (read: PageRows) => Connection> {
    const { page } = options;
    const selected = selectedFields(nodes, `${reads.type}Connection`, this.info);
    const edges = selectedFields(nodesOf(selected, 'edges'), `${reads.type}Edge`, this.info);
    const isSelected = (field: string) => selected.some(({ name }) => name === field);
    const row = this.newRow(reads);
    const sorting = this.sorting(reads, row, options.order);
    const where = options.where(row);
    const between = [this.beyond('after', page.from, sorting), this.beyond('before', page.until, sorting)];
    const node = this.object(reads, row, nodesOf(selected, 'nodes'));
    const edge = this.object(reads, row, nodesOf(edges, 'node'));
    const object = jsonObject([
      ['key', `json_build_array('${sorting.name}', ${sorting.columns.join(', ')})`],
      ...(isSelected('nodes') ? [['node', node.sql] as const] : []),
      ...(isSelected('edges') ? [['edge', edge.sql] as const] : []),
    ]);
    const limit = ['nodes', 'edges', 'pageInfo'].some(isSelected) ? page.size + 1 : 0;
    const found =
      `select ${object} as row ${from(reads, row)} where ${allOf([where, ...between])} ` +
      `${orderBy(sorting, page.backwards)} limit ${limit}`;
    const counted = (condition: string) => boundedCount(`${from(reads, row)} where ${condition}`);
    const counts = [
      ['totalCount', () => options.count ?? counted(where)] as const,
      ...Object.entries(options.counts ?? {}).map(([name, counting]) => [name, () => counted(counting(row))] as const),
    ].filter(([name]) => isSelected(name));
    return {
      sql: jsonObject([
        ['rows', `(select coalesce(json_agg(row), '[]'::json) from (${found}) as page)`],
        ['counts', jsonObject(counts.map(([name, sql]) => [name, sql()]))],
      ]),
      shape: (read) => {
        for (const each of read.rows) {
          if (each.node) node.shape?.(each.node);
          if (each.edge) edge.shape?.(each.edge);
        }
        return toConnection(read, page);
      },
    };
  }

  private part<Row>(
    from: Reads<Row, unknown>,
    field: Exclude<Field<Row>, ComputedField<Row>>,
    selection: SelectedField,
    row: Columns<Row>,
  ): Part<never> {
    if (field.kind === 'value') return { sql: field.sql(row, this.reader.viewer), shape: null };
    const target = this.target(from, selection);
    if (field.kind === 'object') return this.relatedObject(field, target, selection, row);
    if (field.kind === 'boundedList') return this.boundedList(field, target, selection, row);
    return this.page(target, selection.nodes, {
      page: readPage(selectedArguments(from.type, selection, this.info)),
      order: target.order!,
      where: (to) => field.link(row, to),
      count: field.count(row, this.reader.viewer),
    });
  }

  /** How that is read to which a field leads: the schema says what that is. */
  private target({ type }: Reads<never, unknown>, { name }: SelectedField): AnyReads {
    const { [name]: field } = (this.info.schema.getType(type) as GraphQLObjectType).getFields();
    return readsOf(field!.type)!;
  }

  private relatedObject<Row>(
    { link }: ObjectField<Row>,
    target: AnyReads,
    { nodes }: SelectedField,
    row: Columns<Row>,
  ): Part<JsonObject> {
    const to = this.newRow(target);
    const { sql, shape } = this.object(target, to, nodes);
    return { sql: `(select ${sql} ${from(target, to)} where ${link(row, to)})`, shape };
  }

  private boundedList<Row>(
    { link, max }: BoundedListField<Row>,
    target: AnyReads,
    { nodes }: SelectedField,
    row: Columns<Row>,
  ): Part<JsonObject[]> {
    const to = this.newRow(target);
    const { sql, shape } = this.object(target, to, nodes);
    const sorting = this.sorting(target, to, target.order!);
    return {
      sql:
        `(select coalesce(json_agg(json), '[]'::json) from (select ${sql} as json ${from(target, to)} ` +
        `where ${link(row, to)} ${orderBy(sorting, false)} limit ${max}) as list)`,
      shape: shape && ((objects) => objects.map(shape)),
    };
  }

  private sorting<Row>(reads: Reads<Row, unknown>, row: Columns<Row>, order: Order<Row>): Sorting {
    const keys = sortKeysOf(order, reads.table);
    return {
      name: `${reads.type} by ${keys.map(({ name }) => name).join(', ')}`,
      types: keys.map(({ type }) => type),
      columns: keys.map(({ sql }) => sql(row, this.reader.viewer)),
      descending: order.descending,
    };
  }

  /** What lies on the other side of a cursor. Throws BAD_USER_INPUT for a cursor of another order. */
  private beyond(argument: 'after' | 'before', cursor: CursorKey | null, sorting: Sorting): string | null {
    if (!cursor) return null;
    const { name, types, columns, descending } = sorting;
    const [order, ...position] = cursor;
    const fits = position.length === types.length && types.every((type, index) => isSortValue[type](position[index]));
    if (order !== name || !fits) throw badArgument(argument, 'is not a cursor of this list');
    const values = types.map((type, index) => this.parameter(position[index], type));
    return `(${columns.join(', ')}) ${(argument === 'after') === descending ? '<' : '>'} (${values.join(', ')})`;
  }
}

/** An order as a statement needs it: the name its cursors have, and SQL for each key. */
interface Sorting {
  name: string;
  types: SortType[];
  columns: string[];
  descending: boolean;
}

const jsonObject = (entries: (readonly [key: string, sql: string])[]): string =>
  `json_build_object(${entries.map(([key, sql]) => `'${key}', ${sql}`).join(', ')})`;

const from = <Row>({ source }: Reads<Row, unknown>, row: Columns<Row>): string => `from ${source} ${row.$name}`;

const orderBy = ({ columns, descending }: Sorting, backwards: boolean): string =>
  `order by ${columns.map((column) => `${column} ${descending === backwards ? 'asc' : 'desc'}`).join(', ')}`;

const nodesOf = (fields: SelectedField[], name: string): FieldNode[] =>
  fields.filter((field) => field.name === name).flatMap((field) => field.nodes);
