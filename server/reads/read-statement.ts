import { GraphQLError, type FieldNode, type GraphQLResolveInfo } from 'graphql';
import {
  badArgument,
  readPage,
  toConnection,
  type CursorKey,
  type Page,
  type PageArgs,
  type PageRows,
} from './connection.ts';
import { selectedArguments, selectedFields, type SelectedField } from './selection.ts';
import {
  keyTypes,
  listKey,
  objectKey,
  type Condition,
  type FewField,
  type ListField,
  type OneField,
  type Order,
  type ProjectedField,
  type Projection,
  type Reader,
  type ValueField,
} from './projection.ts';

/** Rows one statement may ask for, nested lists multiplied out. */
const maximumRows = 10_000;

/** A statement that answers with one JSON text in its only column, and what makes API objects of it. */
export interface ReadStatement<Result> {
  text: string;
  values: unknown[];
  shape: (json: unknown) => Result;
}

type Row = Record<string, unknown>;

/** SQL for a JSON value, and what is left to do in JavaScript with the value it gave; null when nothing is. */
interface Part<Value = unknown> {
  sql: string;
  shape: ((value: Value) => unknown) | null;
}

/** One object, or null when no row the viewer may see fulfils `where`. */
export function selectOne(
  reader: Reader,
  info: GraphQLResolveInfo,
  projection: Projection,
  where: Condition,
): ReadStatement<unknown> {
  const maker = new StatementMaker(reader, info);
  const row = maker.alias();
  const { sql, shape } = maker.object(projection, row, info.fieldNodes, 1);
  const conditions = all([maker.scope(projection, row), where(row, maker.parameter)]);
  return {
    text: `select ${sql}::text as json from ${projection.table} ${row} where ${conditions} limit 1`,
    values: maker.values,
    shape: (object) => object && (shape ? shape(object as Row) : object),
  };
}

/** One page of a list. */
export function selectPage(
  reader: Reader,
  info: GraphQLResolveInfo,
  projection: Projection,
  options: ListOptions,
): ReadStatement<unknown> {
  const maker = new StatementMaker(reader, info);
  const given = options.given ? `with ${options.given(maker.parameter)} ` : '';
  const within = (where?: Condition) => (row: string) =>
    all([maker.scope(projection, row), where?.(row, maker.parameter)]);
  const { sql, shape } = maker.page(projection, info.fieldNodes, 1, {
    page: readPage(options.page),
    order: options.order,
    where: within(options.where),
    counts: Object.fromEntries(Object.entries(options.counts ?? {}).map(([name, where]) => [name, within(where)])),
  });
  return {
    text: `${given}select ${sql}::text as json`,
    values: maker.values,
    shape: (rows) => shape!(rows as PageRows),
  };
}

/** A list as a whole: in which order, of which rows, and what else to count, by its name in the connection. */
export interface ListOptions {
  page: PageArgs;
  order: Order;
  where?: Condition;
  counts?: Record<string, Condition>;
  /** Queries that the projection's table may name beside the tables there are: the inside of a `with`. */
  given?: (parameter: StatementMaker['parameter']) => string;
}

interface AskedField {
  key: string;
  field: ProjectedField;
  selection: SelectedField;
}

interface PageOptions {
  page: Page;
  order: Order;
  where: (row: string) => string;
  /** SQL for the length of the whole list, where a column knows it. */
  count?: string;
  /** What else is counted, by its name in the connection. */
  counts?: Record<string, (row: string) => string>;
}

class StatementMaker {
  readonly values: unknown[] = [];
  private aliases = 0;
  private rows = 0;

  constructor(
    private readonly reader: Reader,
    private readonly info: GraphQLResolveInfo,
  ) {}

  readonly parameter = (value: unknown, type: string): string => `$${this.values.push(value)}::${type}`;

  alias = (): string => `t${++this.aliases}`;

  /** What helps PostgreSQL to an index; the policies hold without it. */
  scope({ scope }: Projection, row: string): string | null {
    const { tenantId, customerId } = this.reader.viewer;
    if (scope === 'none') return null;
    const tenant = `${row}.tenant_id = ${this.parameter(tenantId, 'uuid')}`;
    return scope === 'tenant' || customerId === null
      ? tenant
      : `${tenant} and ${row}.customer_id = ${this.parameter(customerId, 'uuid')}`;
  }

  /** The JSON object of one of at most `rows` rows. */
  object(projection: Projection, row: string, nodes: readonly FieldNode[], rows: number): Part<Row> {
    const columns = new Map<string, string>();
    const shapes: ((object: Row) => void)[] = [];
    for (const { key, field, selection } of this.fieldsOf(projection, nodes)) {
      if (field.kind === 'computed') {
        for (const need of field.needs) columns.set(need, this.value(projection.fields[need] as ValueField, row));
        shapes.push((object) => (object[key] = field.value(object as never, this.reader)));
        continue;
      }
      const { sql, shape } = this.part(projection, field, selection, row, rows);
      columns.set(key, sql);
      if (shape) shapes.push((object) => object[key] && (object[key] = shape(object[key] as never)));
    }
    return {
      sql: `json_build_object(${[...columns].map(([key, sql]) => `'${key}', ${sql}`).join(', ')})`,
      shape: shapes.length === 0 ? null : (object) => (shapes.forEach((shape) => shape(object)), object),
    };
  }

  /** A page of rows as a connection; `parents` is how many such pages there are at most. */
  page(projection: Projection, nodes: readonly FieldNode[], parents: number, options: PageOptions): Part<PageRows> {
    const { page, order } = options;
    const asked = selectedFields(nodes, `${projection.type}Connection`, this.info);
    const isAsked = (field: string) => asked.some(({ name }) => name === field);
    const edges = selectedFields(nodesOf(asked, 'edges'), `${projection.type}Edge`, this.info);
    const row = this.alias();
    const keys = order.keys.map(({ sql }) => sql(row, this.reader.viewer));
    const where = options.where(row);
    const between = [this.place('after', page.from, keys, order), this.place('before', page.until, keys, order)];
    const direction = order.descending === page.backwards ? 'asc' : 'desc';
    const rows = this.bounded(parents * page.size);
    const node = this.object(projection, row, nodesOf(asked, 'nodes'), rows);
    const edge = this.object(projection, row, nodesOf(edges, 'node'), rows);
    const limit = ['nodes', 'edges', 'pageInfo'].some(isAsked) ? page.size + 1 : 0;
    const parts = [
      `'key', json_build_array('${order.name}', ${keys.join(', ')})`,
      ...(isAsked('nodes') ? [`'node', ${node.sql}`] : []),
      ...(isAsked('edges') ? [`'edge', ${edge.sql}`] : []),
    ];
    const found =
      `select json_build_object(${parts.join(', ')}) as row from ${projection.table} ${row} ` +
      `where ${all([where, ...between])} order by ${keys.map((key) => `${key} ${direction}`).join(', ')} limit ${limit}`;
    const counted = (condition: string) => `(select count(*) from ${projection.table} ${row} where ${condition})`;
    const counts = [
      ['totalCount', () => options.count ?? counted(where)] as const,
      ...Object.entries(options.counts ?? {}).map(([name, counting]) => [name, () => counted(counting(row))] as const),
    ].filter(([name]) => isAsked(name));
    return {
      sql:
        `json_build_object('rows', (select coalesce(json_agg(row), '[]'::json) from (${found}) as page), ` +
        `'counts', json_build_object(${counts.map(([name, sql]) => `'${name}', ${sql()}`).join(', ')}))`,
      shape: (read) => {
        for (const each of read.rows) {
          if (each.node) node.shape?.(each.node as Row);
          if (each.edge) edge.shape?.(each.edge as Row);
        }
        return toConnection(read, page);
      },
    };
  }

  /** What was asked of a row, by the key it waits under. */
  private fieldsOf(projection: Projection, nodes: readonly FieldNode[]): AskedField[] {
    return selectedFields(nodes, projection.type, this.info).flatMap((selection) => {
      const field = projection.fields[selection.name];
      return field ? [{ key: keyOf(field, selection), field, selection }] : [];
    });
  }

  private bounded(rows: number): number {
    this.rows += rows;
    if (this.rows <= maximumRows) return rows;
    throw new GraphQLError(`The query asks for up to ${this.rows} rows at once; ${maximumRows} is the most.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }

  private part(
    from: Projection,
    field: Exclude<ProjectedField, { kind: 'computed' }>,
    selection: SelectedField,
    row: string,
    rows: number,
  ): Part<never> {
    if (field.kind === 'value') return { sql: this.value(field, row), shape: null };
    if (field.kind === 'one') return this.one(field, selection, row, rows);
    if (field.kind === 'few') return this.few(field, selection, row, rows);
    return this.list(from, field, selection, row, rows);
  }

  private value({ sql }: ValueField, row: string): string {
    return sql(row, this.reader.viewer);
  }

  private one({ projection: target, on }: OneField, { nodes }: SelectedField, row: string, rows: number): Part<Row> {
    const [projection, to] = [target(), this.alias()];
    const { sql, shape } = this.object(projection, to, nodes, rows);
    return { sql: `(select ${sql} from ${projection.table} ${to} where ${on(row, to)})`, shape };
  }

  private few(
    { projection: target, on, maximum }: FewField,
    { nodes }: SelectedField,
    row: string,
    rows: number,
  ): Part<Row[]> {
    const [projection, to] = [target(), this.alias()];
    const { sql, shape } = this.object(projection, to, nodes, this.bounded(rows * maximum));
    const keys = projection.order!.keys.map((key) => key.sql(to, this.reader.viewer));
    return {
      sql:
        `(select coalesce(json_agg(json), '[]'::json) from (select ${sql} as json from ${projection.table} ${to} ` +
        `where ${on(row, to)} order by ${keys.join(', ')} limit ${maximum}) as few)`,
      shape: shape && ((objects) => objects.map(shape)),
    };
  }

  private list(
    from: Projection,
    field: ListField,
    selection: SelectedField,
    row: string,
    rows: number,
  ): Part<PageRows> {
    const projection = field.projection();
    return this.page(projection, selection.nodes, rows, {
      page: readPage(selectedArguments(from.type, selection, this.info)),
      order: projection.order!,
      where: (to) => field.on(row, to),
      count: field.count(row, this.reader.viewer),
    });
  }

  private place(argument: 'after' | 'before', cursor: CursorKey | null, keys: string[], order: Order): string | null {
    if (!cursor) return null;
    const [name, ...place] = cursor;
    const fits = place.length === keys.length && order.keys.every(({ type }, index) => keyTypes[type](place[index]));
    if (name !== order.name || !fits) throw badArgument(argument, 'is not a cursor of this list');
    const values = order.keys.map(({ type }, index) => this.parameter(place[index], type));
    return `(${keys.join(', ')}) ${(argument === 'after') === order.descending ? '<' : '>'} (${values.join(', ')})`;
  }
}

const all = (conditions: (string | null | undefined)[]): string => conditions.filter(Boolean).join(' and ') || 'true';

const nodesOf = (fields: SelectedField[], name: string): FieldNode[] =>
  fields.filter((field) => field.name === name).flatMap((field) => field.nodes);

function keyOf({ kind }: ProjectedField, { name, responseKey }: SelectedField): string {
  if (kind === 'list') return listKey(name, responseKey);
  return kind === 'one' || kind === 'few' ? objectKey(name, responseKey) : name;
}
