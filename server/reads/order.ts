import { isUuid } from '../database/uuid.ts';
import type { SortType, Table } from './columns.ts';
import type { Sql } from './fields.ts';

/** A total order: the last key is unique. All keys follow one direction. */
export interface Order<Row> {
  keys: (SortKey<Row> | (keyof Row & string))[];
  descending: boolean;
}

/** What rows are sorted by where that is not a column alone; cursors of the same name can go on from each other. */
export interface SortKey<Row> {
  name: string;
  type: SortType;
  sql: Sql<Row>;
}

export const ascending = <Row>(...keys: Order<Row>['keys']): Order<Row> => ({ keys, descending: false });
export const descending = <Row>(...keys: Order<Row>['keys']): Order<Row> => ({ keys, descending: true });

/** The keys of an order over the rows of a table. */
export const sortKeysOf = <Row>({ keys }: Order<Row>, table: Table<never>): SortKey<Row>[] =>
  keys.map((key) => (typeof key === 'string' ? { name: key, type: table.sortType(key), sql: (row) => row[key] } : key));

/** Whether a cursor may hold this value as a key of the type: what PostgreSQL would refuse is no cursor of ours. */
export const isSortValue: Record<SortType, (value: unknown) => boolean> = {
  timestamptz: isTimestamp,
  integer: (value) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  bigint: Number.isSafeInteger,
  text: (value) => typeof value === 'string' && !value.includes('\0'),
  uuid: (value) => typeof value === 'string' && isUuid(value),
};

/** A timestamp as PostgreSQL writes it into JSON. */
function isTimestamp(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00$/.test(value)) return false;
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value.slice(0, 19));
}
