import type { EventRow, FieldChange } from './event-row.ts';

/** The fields that an event says have changed. */
export const changesOf = (event: object): FieldChange[] => (event as EventRow).changed ?? [];

/** These fields of a row as they are now, to be compared with what they become. */
export const stateOf = <Field extends string, Row extends Record<Field, unknown>>(
  fields: readonly Field[],
  row: Row,
): Pick<Row, Field> => Object.fromEntries(fields.map((field) => [field, row[field]])) as Pick<Row, Field>;

/** What an event says of the fields that differ; without their values unless `valueOf` gives them. */
export const differences = <Field extends string>(
  fields: readonly Field[],
  before: Record<Field, unknown>,
  after: Record<Field, unknown>,
  valueOf: (value: unknown, field: Field) => string | null = () => null,
): FieldChange[] =>
  fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, from: valueOf(before[field], field), to: valueOf(after[field], field) }));
