import type { EntityClass } from '@mikro-orm/postgresql';
import type { ClassType } from 'type-graphql';
import { viewerIdsOf, type ViewerId } from '../access/scope.ts';
import { Table } from './columns.ts';
import { column, type Field } from './fields.ts';
import type { Order } from './order.ts';

/**
 * How objects of one type of the API are read. Whatever is asked of an object or a list becomes one SQL statement, in
 * which PostgreSQL builds the JSON (`docs/adr/0001-reads-are-projections.md`). Row level security decides which rows
 * exist; the conditions in the statement only help PostgreSQL to find them.
 */
export interface Reads<Row, Api> {
  /** Name of the GraphQL type. */
  type: string;
  entity: EntityClass;
  table: Table<never>;
  /** Where the rows come from: the table, or a query in parentheses that has its columns. */
  source: string;
  /** The ids of the viewer that narrow the rows down. */
  viewerIds: readonly ViewerId[];
  fields: Record<string, Field<Row>>;
  /** The order of lists of this type within another object. */
  order: Order<Row> | undefined;
  /** What it gives; there is no such value. */
  result?: Api;
}

interface Declaration<Row, Shown extends string, Fields> {
  /** The columns the API shows as they are. */
  columns: Shown[];
  /** Everything else it shows. */
  fields: Fields;
  /** The order of lists of this type within another object; needed where there are such lists. */
  order?: Order<NoInfer<Row>>;
}

/** Every field of the API that is no column shown as it is: leaving one out does not compile. */
type FieldsOf<Row, Api, Shown> = { [Name in keyof Api]?: Field<Row> } & Record<Exclude<keyof Api, Shown>, unknown>;

/**
 * Declares how objects of the class `api` are read from the table of `entity`. Table, columns, their types and who sees
 * which rows are what the entity says; to which type a field leads is what the API says. An entity that is its own type
 * of the API comes alone.
 */
export function reads<Row extends object, Api extends object, Shown extends keyof Row & keyof Api & string>(
  entity: EntityClass<Row>,
  api: ClassType<Api>,
  declaration: Declaration<Row, Shown, FieldsOf<NoInfer<Row>, Api, NoInfer<Shown>>>,
): Reads<Row, Api>;
export function reads<Row extends object>(
  entity: EntityClass<Row>,
  declaration: Declaration<Row, keyof Row & string, { [Name in keyof Row]?: Field<NoInfer<Row>> }>,
): Reads<Row, Row>;
export function reads<Row extends object>(
  entity: EntityClass<Row>,
  ...rest: [api: ClassType, declaration: object] | [declaration: object]
): Reads<Row, object> {
  const { name: type } = rest.length === 2 ? rest[0] : entity;
  const { columns, fields, order } = rest.at(-1) as AnyDeclaration<Row>;
  const table = new Table<never>(entity as never);
  const made: Reads<Row, object> = {
    type,
    entity,
    table,
    source: table.name,
    viewerIds: viewerIdsOf(entity),
    fields: { ...Object.fromEntries(columns.map((name) => [name, column<Row>(name)])), ...fields },
    order,
  };
  assertNeedsAreColumns(type, fields);
  return made;
}

type AnyDeclaration<Row> = Declaration<Row, keyof Row & string, Record<string, Field<Row>>>;

/** What a computed field needs is stored beside what the API shows: one name cannot stand for two values. */
function assertNeedsAreColumns<Row>(type: string, fields: Record<string, Field<Row>>): void {
  for (const field of Object.values(fields))
    for (const [name, value] of field.kind === 'computed' ? field.needs : [])
      if (fields[name] && fields[name] !== value) throw new Error(`${type}.${name} is not what its column has.`);
}

/** Reads of whatever type. */
export type AnyReads = Reads<never, unknown>;

/** The same objects, taken from a query instead of their table and some fields made in another way. */
export const readsFrom = <Row, Api>(
  source: string,
  base: Reads<Row, Api>,
  fields: { [Name in keyof Api]?: Field<Row> },
): Reads<Row, Api> => ({ ...base, source, fields: { ...base.fields, ...fields } });
