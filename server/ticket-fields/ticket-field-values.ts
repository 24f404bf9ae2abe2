import type { EntityManager } from '@mikro-orm/postgresql';
import { textLimits, ticketFieldLimits, ticketFieldNumber } from '#shared/limits.ts';
import { isBlank, toSingleLine } from '#shared/text.ts';
import { textIn } from '#shared/localised-text.ts';
import type { FieldChange } from '../events/event-row.ts';
import { issueOf } from '../graphql/input.ts';
import { textSchema } from '../graphql/text.ts';
import { UserErrorCode, UserInputError, type UserError } from '../graphql/user-error.ts';
import { isDate } from '../opening-hours/opening-hours.ts';
import type { TicketFieldValueInput } from './ticket-field.contract.ts';
import { TicketFieldKind, TicketFieldRow, TicketFieldValueRow } from './ticket-field.entity.ts';

/** Where a value of each kind is, in the API and in its row. */
const propertyOf = {
  [TicketFieldKind.TEXT]: 'text',
  [TicketFieldKind.NUMBER]: 'number',
  [TicketFieldKind.CHOICE]: 'choiceId',
  [TicketFieldKind.DATE]: 'date',
  [TicketFieldKind.YES_NO]: 'yesNo',
} as const satisfies Record<TicketFieldKind, keyof TicketFieldValueRow & keyof TicketFieldValueInput>;

type Value = string | number | boolean | null;

/** What becomes of the value of a ticket in a field. */
export interface ValueChange {
  field: TicketFieldRow;
  /** What the ticket has now. */
  row: TicketFieldValueRow | null;
  to: Value;
}

export const valueOf = (row: TicketFieldValueRow): Value => row[propertyOf[row.kind]];

interface Owner {
  id: string;
  tenantId: string;
  customerId: string;
}

/** The values of a new ticket. Fails with every one that is wrong; with those that are missing where `complete` is asked for. */
export async function readNewValues(
  entityManager: EntityManager,
  given: TicketFieldValueInput[] | null | undefined,
  { complete }: { complete: boolean },
): Promise<ValueChange[]> {
  if (!given?.length && !complete) return [];
  const fields = await entityManager.find(TicketFieldRow, {});
  const { values, broken } = readAll(given ?? [], fields, []);
  const answered = new Set(values.filter(({ to }) => to !== null).map(({ field }) => field));
  for (const field of complete ? fields : []) {
    if (!field.required || field.archived || answered.has(field)) continue;
    const index = given?.findIndex(({ fieldId }) => fieldId === field.id) ?? -1;
    const path = index < 0 ? 'input.fields' : `input.fields.${index}.${propertyOf[field.kind]}`;
    // what is wrong with it has been said
    if (!broken.some((error) => error.field === path && index >= 0)) broken.push(missing(field, path));
  }
  if (broken.length > 0) throw new UserInputError(broken);
  return values.filter(({ to }) => to !== null);
}

/** What changes of the values of a ticket. Fails with every one that is wrong. */
export async function readChangedValues(
  entityManager: EntityManager,
  ticketId: string,
  given: TicketFieldValueInput[] | null | undefined,
): Promise<ValueChange[]> {
  if (!given?.length) return [];
  const fields = await entityManager.find(TicketFieldRow, {});
  const { values, broken } = readAll(given, fields, await entityManager.find(TicketFieldValueRow, { ticketId }));
  const changes = values.filter(({ row, to }) => (row ? valueOf(row) : null) !== to);
  for (const { field, to } of changes) {
    const index = given.findIndex(({ fieldId }) => fieldId === field.id);
    if (to === null && field.required) broken.push(missing(field, `input.fields.${index}.${propertyOf[field.kind]}`));
  }
  if (broken.length > 0) throw new UserInputError(broken);
  return changes;
}

/** Writes the values of a ticket. */
export function writeValues(entityManager: EntityManager, ticket: Owner, changes: ValueChange[]): void {
  for (const { field, row, to } of changes) {
    const property = propertyOf[field.kind];
    if (to === null) entityManager.remove(row!);
    else if (row) Object.assign(row, { [property]: to });
    else
      entityManager.create(TicketFieldValueRow, {
        ticketId: ticket.id,
        fieldId: field.id,
        tenantId: ticket.tenantId,
        customerId: ticket.customerId,
        kind: field.kind,
        internal: field.internal,
        [property]: to,
      });
  }
}

/** What an event says of the changes. */
export const toFieldChanges = (changes: ValueChange[]): FieldChange[] =>
  changes.map(({ field, row, to }) => ({
    field: 'fields',
    ticketFieldId: field.id,
    from: shown(field, row && valueOf(row)),
    to: shown(field, to),
  }));

/** Whether these are the values that a new ticket was given. */
export async function hasValues(
  entityManager: EntityManager,
  ticketId: string,
  values: ValueChange[],
): Promise<boolean> {
  const rows = await entityManager.find(TicketFieldValueRow, { ticketId });
  const valueIn = new Map(rows.map((row) => [row.fieldId, valueOf(row)]));
  return rows.length === values.length && values.every(({ field, to }) => valueIn.get(field.id) === to);
}

/** What people wrote is not kept in events. */
const shown = ({ kind }: TicketFieldRow, value: Value): string | null =>
  value === null || kind === TicketFieldKind.TEXT ? null : String(value);

function missing({ labels }: TicketFieldRow, field: string): UserError {
  const message = `${textIn(labels, 'en', 'en')} is required.`;
  return { code: UserErrorCode.REQUIRED, message, field };
}

/** The values that are given, of each field once, and what is wrong with them. */
function readAll(
  given: TicketFieldValueInput[],
  fields: TicketFieldRow[],
  rows: TicketFieldValueRow[],
): { values: ValueChange[]; broken: UserError[] } {
  if (given.length > ticketFieldLimits.all)
    throw new UserInputError(
      UserErrorCode.TOO_MANY,
      `fields must be at most ${ticketFieldLimits.all}.`,
      'input.fields',
    );
  const broken: UserError[] = [];
  const values = new Map<string, ValueChange>();
  for (const [index, input] of given.entries()) {
    const path = `input.fields.${index}`;
    const refuse = (property: string, code: UserErrorCode, message: string) =>
      void broken.push({ code, message, field: `${path}.${property}` });
    const field = fields.find(({ id }) => id === input.fieldId);
    if (!field) refuse('fieldId', UserErrorCode.NOT_FOUND, 'Ticket field not found.');
    else if (field.archived) refuse('fieldId', UserErrorCode.WRONG_STATE, 'The field is archived.');
    else if (values.has(field.id)) refuse('fieldId', UserErrorCode.INVALID, 'Each field must be given once.');
    else {
      const row = rows.find(({ fieldId }) => fieldId === field.id) ?? null;
      values.set(field.id, { field, row, to: readOne(input, field, row, refuse) });
    }
  }
  return { values: [...values.values()], broken };
}

type Refuse = (property: string, code: UserErrorCode, message: string) => void;

/** One value as it is stored. */
function readOne(
  input: TicketFieldValueInput,
  field: TicketFieldRow,
  row: TicketFieldValueRow | null,
  refuse: Refuse,
): Value {
  const property = propertyOf[field.kind];
  for (const other of Object.values(propertyOf))
    if (other !== property && input[other] != null)
      refuse(other, UserErrorCode.INVALID, `A field of the kind ${field.kind} has ${property} and no ${other}.`);
  const { text, number, choiceId, date } = input;
  if (property === 'text') {
    const issue =
      text == null ? null : issueOf(textSchema('text', { maximum: textLimits.ticketFieldText, optional: true }), text);
    if (issue) refuse(property, issue.code, issue.message);
    return toSingleLine(text ?? '') || null;
  }
  if (property === 'number' && number != null && !isNumber(number)) {
    const { most, decimals } = ticketFieldNumber;
    refuse(
      property,
      UserErrorCode.INVALID,
      `number must be from -${most} to ${most}, with at most ${decimals} decimals.`,
    );
  }
  if (property === 'date') {
    if (date == null || isBlank(date)) return null;
    if (!isFieldDate(date))
      refuse(property, UserErrorCode.INVALID, 'date must be a date such as 2026-12-16, from the year 1000 on.');
  }
  if (property === 'choiceId' && choiceId) {
    const choice = field.choices.find(({ id }) => id === choiceId);
    if (!choice) refuse(property, UserErrorCode.NOT_FOUND, 'Choice not found.');
    else if (choice.archived && row?.choiceId !== choiceId)
      refuse(property, UserErrorCode.WRONG_STATE, 'The choice is archived.');
  }
  return (property === 'choiceId' ? choiceId || null : input[property]) ?? null;
}

/** Earlier years are mistakes, or none that PostgreSQL knows. */
export const isFieldDate = (date: string): boolean => isDate(date) && date >= '1000';

const isNumber = (value: number): boolean =>
  Math.abs(value) <= ticketFieldNumber.most && Number(value.toFixed(ticketFieldNumber.decimals)) === value;
