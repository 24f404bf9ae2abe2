import type { EntityClass } from '@mikro-orm/postgresql';
import type { Viewer } from '../access/viewer.ts';
import type { Columns } from './columns.ts';

/** How one field of a type is read from a row. */
export type Field<Row> =
  ValueField<Row> | ObjectField<Row> | BoundedListField<Row> | ListField<Row> | ComputedField<Row>;

/** SQL about one row, for this viewer. */
export type Sql<Row> = (row: Columns<Row>, viewer: Viewer) => string;

/** SQL that tells which rows of another table belong to a row of this one. */
type Link<Row> = (from: Columns<Row>, to: never) => string;

export interface ValueField<Row, Result = unknown> {
  kind: 'value';
  sql: Sql<Row>;
  /** What PostgreSQL answers, for what is computed from it; there is no such value. */
  result?: Result;
}

export interface ObjectField<Row> {
  kind: 'object';
  /** Whose rows the link is about, where it names their columns. */
  entity?: EntityClass;
  link: Link<Row>;
}

export interface BoundedListField<Row> {
  kind: 'boundedList';
  entity: EntityClass;
  link: Link<Row>;
  max: number;
}

export interface ListField<Row> {
  kind: 'list';
  entity: EntityClass;
  link: Link<Row>;
  count: Sql<Row>;
}

export interface ComputedField<Row> {
  kind: 'computed';
  needs: [name: string, value: ValueField<Row>][];
  compute: (values: never, reader: Reader) => unknown;
}

/** For whom something is read, and what computed fields are made with. */
export interface Reader {
  viewer: Viewer;
  /** A link to a path with a query, which works for the viewer's session alone. */
  linkTo: (path: string) => string;
}

/** A column as it is. */
export const column = <Row>(property: keyof Row): ValueField<Row> => ({ kind: 'value', sql: (row) => row[property] });

/** What SQL makes of a row. */
export const expression = <Row, Result = unknown>(sql: Sql<Row>): ValueField<Row, Result> => ({ kind: 'value', sql });

/** The object whose id is in this column. */
export const belongsTo = <Row>(property: keyof Row): ObjectField<Row> => ({
  kind: 'object',
  link: (from, to: Columns<{ id: string }>) => `${to.id} = ${from[property]}`,
});

/** The object of another table that belongs to this one: there is one at most. */
export const hasOne = <Row extends Identified, Other extends object>(
  entity: EntityClass<Other>,
  by: LinkTo<Row, Other>,
): ObjectField<Row> => ({ kind: 'object', entity, link: linkBy(by) });

/** The objects of another table that belong to this one where there are never more than `max`, without pages. */
export const boundedList = <Row extends object, Other extends object>(
  entity: EntityClass<Other>,
  by: LinkTo<Row, Other>,
  { max }: { max: number },
): BoundedListField<Row> => ({ kind: 'boundedList', entity, link: linkBy(by), max });

/** The objects of another table that belong to this one, page by page. `count` is SQL for how many there are in all. */
export const list = <Row extends Identified, Other extends object>(
  entity: EntityClass<Other>,
  by: LinkTo<Row, Other>,
  { count }: { count: Sql<Row> },
): ListField<Row> => ({ kind: 'list', entity, link: linkBy(by), count });

/** Made in JavaScript from columns of the row, and from other values, whether or not the API shows them. */
export function computed<Row, Property extends keyof Row & string = never, Others = unknown>(
  properties: Property[],
  compute: (values: Json<Pick<Row, Property>> & Others, reader: Reader) => unknown,
  others?: { [Name in keyof Others]: ValueField<Row, Others[Name]> },
): ComputedField<Row> {
  const columns = properties.map((name) => [name, column<Row>(name)] as [string, ValueField<Row>]);
  return { kind: 'computed', needs: [...columns, ...Object.entries<ValueField<Row>>(others ?? {})], compute };
}

interface Identified {
  id: string;
}

/** The column of the other table that names this row, or a condition on both. */
type LinkTo<Row, Other> =
  (Row extends Identified ? keyof Other & string : never) | ((from: Columns<Row>, to: Columns<Other>) => string);

const linkBy = <Row, Other>(by: LinkTo<Row, Other>): Link<Row> =>
  typeof by === 'function'
    ? by
    : (from, to: Columns<Other>) => `${to[by as keyof Other]} = ${(from as Columns<Identified>).id}`;

/** Values as JSON brings them. */
type Json<Row> = {
  [Property in keyof Row]: Row[Property] extends infer Value ? (Value extends Date ? string : Value) : never;
};
