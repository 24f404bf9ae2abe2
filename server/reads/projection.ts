import type { Viewer } from '../access/viewer.ts';
import type { Portal } from '../portal.ts';

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

export interface ValueField {
  kind: 'value';
  sql: Sql;
}

export interface OneField {
  kind: 'one';
  projection: () => Projection;
  on: Link;
}

export interface ListField {
  kind: 'list';
  projection: () => Projection;
  on: Link;
  count: Sql;
}

export interface FewField {
  kind: 'few';
  projection: () => Projection;
  on: Link;
  /** At most so many, which the writing side keeps to. */
  maximum: number;
}

export interface ComputedField {
  kind: 'computed';
  needs: string[];
  value: (row: never, reader: Reader) => unknown;
}

export type ProjectedField = ValueField | OneField | ListField | FewField | ComputedField;

/** For whom something is read, and in which portal. */
export interface Reader {
  viewer: Viewer;
  portal: Portal;
}

/** A total order: the last key is unique. All keys follow one direction. */
export interface Order {
  /** Told apart by cursors: one of another order is none of this. */
  name: string;
  keys: { sql: Sql; type: keyof typeof keyTypes }[];
  descending: boolean;
}

/** What a cursor may hold as a key of each type. */
export const keyTypes = {
  timestamptz: isMoment,
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
/** A list that is short by nature, in its own order and without pages. */
export const few = (projection: () => Projection, { on, maximum }: { on: Link; maximum: number }): FewField => ({
  kind: 'few',
  projection,
  on,
  maximum,
});
/** Made in JavaScript from other fields of the same row, which need not have been asked for. */
export const computed = <Row>(
  needs: (keyof Row & string)[],
  value: (row: Row, reader: Reader) => unknown,
): ComputedField => ({ kind: 'computed', needs, value });

/** A condition on the rows of `row`; values go through `parameter`. */
export type Condition = (row: string, parameter: (value: unknown, type: string) => string) => string;

/** Where a list with arguments waits in its row: two aliases of one list are two lists. */
export const listKey = (name: string, responseKey: string) => `${name}@${responseKey}`;

/** Where an object waits in its row: below two aliases, lists of one name may differ. */
export const objectKey = (name: string, responseKey: string) =>
  name === responseKey ? name : `${name}@${responseKey}`;

/** A moment as PostgreSQL writes it into JSON. */
function isMoment(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00$/.test(value)) return false;
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value.slice(0, 19));
}
