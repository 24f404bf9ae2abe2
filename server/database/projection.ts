import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import { readPage, toConnection, badArgument, type CursorKey, type Page, type PageArgs, type PageRows } from '../graphql/connection.ts';
import { selectedArguments, selectedFields, type SelectedField } from '../graphql/selection.ts';
import type { FieldNode } from 'graphql';

/**
 * How an API type is read: every list and every object of the API is one statement made from what was asked, in which
 * PostgreSQL builds the JSON. Row level security decides which rows exist; the conditions here only help it find them.
 */
export interface Projection {
  /** Name of the GraphQL type. */
  type: string;
  table: string;
  /** Which copies of the viewer's ids the table carries. */
  scope: 'tenant' | 'customer' | 'none';
  /** The order of the type's lists within another object. */
  order?: Order;
  fields: Record<string, ProjectedField>;
}

type Sql = (row: string, viewer: Viewer) => string;

type Link = (from: string, to: string) => string;

interface ValueField {
  kind: 'value';
  sql: Sql;
}

interface OneField {
  kind: 'one';
  projection: () => Projection;
  on: Link;
}

interface ListField {
  kind: 'list';
  projection: () => Projection;
  on: Link;
  count: Sql;
}

interface ComputedField {
  kind: 'computed';
  needs: string[];
  value: (row: never, viewer: Viewer) => unknown;
}

export type ProjectedField = ValueField | OneField | ListField | ComputedField;

/** A total order: the last key is unique. All keys follow one direction. */
export interface Order {
  keys: { sql: Sql; type: keyof typeof keyTypes }[];
  descending: boolean;
}

const keyTypes = {
  timestamptz: (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  integer: (value: unknown) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  text: (value: unknown) => typeof value === 'string' && !value.includes('\0'),
  uuid: (value: unknown) => typeof value === 'string' && isUuid(value),
};

export const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export const column = (name: string): ValueField => ({ kind: 'value', sql: (row) => `${row}.${name}` });
export const expression = (sql: Sql): ValueField => ({ kind: 'value', sql });
export const one = (projection: () => Projection, on: Link): OneField => ({ kind: 'one', projection, on });
export const list = (projection: () => Projection, { on, count }: { on: Link; count: Sql }): ListField => ({
  kind: 'list',
  projection,
  on,
  count,
});
/** Made in JavaScript from columns of the same row. */
export const computed = <Row>(
  needs: (keyof Row & string)[],
  value: (row: Row, viewer: Viewer) => unknown,
): ComputedField => ({ kind: 'computed', needs, value });

/** Rows one statement may ask for, nested lists multiplied out. */
const maximumRows = 10_000;

/** A condition on the rows of `row`; values go through `parameter`. */
export type Condition = (row: string, parameter: (value: unknown, type: string) => string) => string;

/** A statement that answers with one JSON text in its only column, and what makes API objects of it. */
export interface ReadStatement<Result> {
  text: string;
  values: unknown[];
  shape: (json: unknown) => Result;
}

type Shape = (row: Record<string, unknown>) => void;

class StatementMaker {
  readonly values: unknown[] = [];
  private aliases = 0;

  constructor(
    private readonly viewer: Viewer,
    private readonly info: GraphQLResolveInfo,
  ) {}

  readonly parameter = (value: unknown, type: string): string => `$${this.values.push(value)}::${type}`;

  alias = () => `t${++this.aliases}`;

  /** The JSON object of one row, and the rest that is done in JavaScript. */
  object(projection: Projection, row: string, nodes: readonly FieldNode[], rows: number): { json: string; shape: Shape | null } {
    const selected = selectedFields(nodes, projection.type, this.info);
    const parts = new Map<string, string>();
    const shapes: Shape[] = [];
    for (const { name } of selected) {
      const field = projection.fields[name];
      if (field?.kind === 'value') parts.set(name, field.sql(row, this.viewer));
      if (field?.kind === 'one' && !parts.has(name)) this.addOne(field, name, row, selected, rows, parts, shapes);
      if (field?.kind === 'computed') {
        for (const need of field.needs) parts.set(need, (projection.fields[need] as ValueField).sql(row, this.viewer));
        const { viewer } = this;
        shapes.push((object) => (object[name] = field.value(object as never, viewer)));
      }
    }
    for (const selection of selected) {
      const field = projection.fields[selection.name];
      if (field?.kind === 'list') this.addList(projection, field, selection, row, rows, parts, shapes);
    }
    const json = `json_build_object(${[...parts].map(([key, sql]) => `'${key}', ${sql}`).join(', ')})`;
    return { json, shape: shapes.length === 0 ? null : (object) => shapes.forEach((shape) => shape(object)) };
  }

  /** A page of rows as `{ rows, totalCount }`. */
  page(
    projection: Projection,
    nodes: readonly FieldNode[],
    options: { page: Page; order: Order; where: Condition; count?: string; parents: number; filtered: boolean },
  ): { json: string; shape: (found: PageRows) => ReturnType<typeof toConnection> } {
    const { page, order, parents } = options;
    const rows = parents * page.size;
    if (rows > maximumRows) {
      throw new GraphQLError(`The query asks for up to ${rows} rows at once; ${maximumRows} is the most.`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    const connection = selectedFields(nodes, `${projection.type}Connection`, this.info);
    const below = (name: string) => connection.filter((field) => field.name === name).flatMap((field) => field.nodes);
    const edges = selectedFields(below('edges'), `${projection.type}Edge`, this.info);
    const nodeFields = [...below('nodes'), ...edges.filter(({ name }) => name === 'node').flatMap((edge) => edge.nodes)];
    const row = this.alias();
    const where = options.filtered ? [this.scope(projection, row), options.where(row, this.parameter)] : [options.where(row, this.parameter)];
    const keys = order.keys.map(({ sql }) => sql(row, this.viewer));
    const places = [
      page.from && this.place('after', keys, page.from, order, '>'),
      page.until && this.place('before', keys, page.until, order, '<'),
    ];
    const direction = order.descending === page.backwards ? 'asc' : 'desc';
    const node = this.object(projection, row, nodeFields, rows);
    const all = (conditions: (string | null)[]) => conditions.filter(Boolean).join(' and ') || 'true';
    const json =
      `json_build_object('rows', (select coalesce(json_agg(json_build_object('node', node, 'key', key)), '[]'::json) from (` +
      `select ${node.json} as node, json_build_array(${keys.join(', ')}) as key from ${projection.table} ${row} ` +
      `where ${all([...where, ...places])} order by ${keys.map((key) => `${key} ${direction}`).join(', ')} limit ${page.size + 1}) as page)` +
      (connection.some(({ name }) => name === 'totalCount')
        ? `, 'totalCount', ${options.count ?? `(select count(*) from ${projection.table} ${row} where ${all(where)})`})`
        : ')');
    return {
      json,
      shape: (found) => {
        if (node.shape) for (const { node: object } of found.rows) node.shape(object as Record<string, unknown>);
        return toConnection(found, page);
      },
    };
  }

  /** What helps PostgreSQL to an index; the policies hold without it. */
  scope({ scope }: Projection, row: string): string | null {
    if (scope === 'none') return null;
    const tenant = `${row}.tenant_id = ${this.parameter(this.viewer.tenantId, 'uuid')}`;
    if (scope === 'tenant' || this.viewer.customerId === null) return tenant;
    return `${tenant} and ${row}.customer_id = ${this.parameter(this.viewer.customerId, 'uuid')}`;
  }

  private addOne(
    field: OneField,
    name: string,
    row: string,
    selected: SelectedField[],
    rows: number,
    parts: Map<string, string>,
    shapes: Shape[],
  ) {
    const to = this.alias();
    const projection = field.projection();
    const nodes = selected.filter((selection) => selection.name === name).flatMap((selection) => selection.nodes);
    const { json, shape } = this.object(projection, to, nodes, rows);
    parts.set(name, `(select ${json} from ${projection.table} ${to} where ${field.on(row, to)})`);
    if (shape) shapes.push((object) => object[name] && shape(object[name] as Record<string, unknown>));
  }

  private addList(
    from: Projection,
    field: ListField,
    selection: SelectedField,
    row: string,
    rows: number,
    parts: Map<string, string>,
    shapes: Shape[],
  ) {
    const key = listKey(selection.name, selection.responseKey);
    const projection = field.projection();
    const { json, shape } = this.page(projection, selection.nodes, {
      page: readPage(selectedArguments(from.type, selection, this.info) as PageArgs),
      order: projection.order!,
      where: (to) => field.on(row, to),
      count: field.count(row, this.viewer),
      parents: rows,
      filtered: false,
    });
    parts.set(key, json);
    shapes.push((object) => (object[key] = shape(object[key] as PageRows)));
  }

  private place(argument: string, keys: string[], cursor: CursorKey, order: Order, side: '>' | '<'): string {
    const fits = cursor.length === keys.length && order.keys.every(({ type }, index) => keyTypes[type](cursor[index]));
    if (!fits) throw badArgument(argument, 'is not a cursor of this list');
    const operator = order.descending ? (side === '>' ? '<' : '>') : side;
    const values = order.keys.map(({ type }, index) => this.parameter(cursor[index], type));
    return `(${keys.join(', ')}) ${operator} (${values.join(', ')})`;
  }
}

/** Where a list with arguments waits in its row: two aliases of one list are two lists. */
export const listKey = (name: string, responseKey: string) => `${name}@${responseKey}`;

/** One object, or null when no row the viewer may see fulfils `where`. */
export function selectOne(viewer: Viewer, info: GraphQLResolveInfo, projection: Projection, where: Condition): ReadStatement<unknown> {
  const maker = new StatementMaker(viewer, info);
  const row = maker.alias();
  const { json, shape } = maker.object(projection, row, info.fieldNodes, 1);
  const conditions = [maker.scope(projection, row), where(row, maker.parameter)].filter(Boolean).join(' and ');
  return {
    text: `select ${json}::text as json from ${projection.table} ${row} where ${conditions} limit 1`,
    values: maker.values,
    shape: (object) => {
      if (object && shape) shape(object as Record<string, unknown>);
      return object ?? null;
    },
  };
}

/** One page of a list. */
export function selectPage(
  viewer: Viewer,
  info: GraphQLResolveInfo,
  projection: Projection,
  options: { page: PageArgs; order: Order; where?: Condition },
): ReadStatement<unknown> {
  const maker = new StatementMaker(viewer, info);
  const { json, shape } = maker.page(projection, info.fieldNodes, {
    page: readPage(options.page),
    order: options.order,
    where: options.where ?? (() => 'true'),
    parents: 1,
    filtered: true,
  });
  return { text: `select ${json}::text as json`, values: maker.values, shape: (found) => shape(found as PageRows) };
}
