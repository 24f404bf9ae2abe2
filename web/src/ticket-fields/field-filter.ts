import type { LocationQuery } from 'vue-router';
import { ticketFieldLimits, ticketFieldNumber } from '#shared/limits.ts';
import type { TicketFieldKind, TicketFieldValueFilter } from '../gql/graphql';

/**
 * What tickets are to have in fields, by kind and id of the field (`choice.…`), as it stands in the address: ids of choices with
 * commas, `true` or `false`, `from..until`, or a text; empty for any value.
 */
export type FieldFilters = Record<string, string>;

const kinds: Record<string, TicketFieldKind> = {
  text: 'TEXT',
  number: 'NUMBER',
  choice: 'CHOICE',
  date: 'DATE',
  'yes-no': 'YES_NO',
};

export const filterKeyOf = ({ kind, id }: { kind: TicketFieldKind; id: string }): string =>
  `${Object.keys(kinds).find((name) => kinds[name] === kind)}.${id}`;

const partsOf = (key: string) => {
  const at = key.indexOf('.');
  return { kind: kinds[key.slice(0, at)], fieldId: key.slice(at + 1) };
};

export const readFieldFilters = (query: LocationQuery): FieldFilters =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([key]) => partsOf(key).kind)
      .slice(0, ticketFieldLimits.filters)
      .map(([key, value]) => [key, String(value ?? '')]),
  );

export const rangeOf = (value: string): { from: string; until: string } => {
  const [from = '', until = ''] = value.split('..');
  return { from, until };
};

export const toRange = ({ from, until }: { from: string; until: string }): string =>
  from || until ? `${from}..${until}` : '';

/** The same for the API, whose ranges end before their end. */
export const toFieldFilters = (filters: FieldFilters): TicketFieldValueFilter[] =>
  Object.entries(filters).map(([key, value]) => {
    const { kind, fieldId } = partsOf(key);
    if (!value) return { fieldId };
    if (kind === 'TEXT') return { fieldId, text: value };
    if (kind === 'CHOICE') return { fieldId, choiceId: value.split(',') };
    if (kind === 'YES_NO') return { fieldId, yesNo: value === 'true' };
    const { from, until } = rangeOf(value);
    if (kind === 'NUMBER') return { fieldId, number: { from: numberOf(from), before: nextNumber(numberOf(until)) } };
    return { fieldId, date: { from: dateOf(from), before: nextDay(dateOf(until)) } };
  });

/** An address may have been written by anybody. */
const numberOf = (text: string) => (text && Number.isFinite(Number(text)) ? Number(text) : null);
const dateOf = (text: string) => (/^[1-9]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null);

const nextNumber = (number: number | null) => {
  const { decimals } = ticketFieldNumber;
  return number === null ? null : Number((number + 10 ** -decimals).toFixed(decimals));
};

function nextDay(date: string | null): string | null {
  if (date === null) return null;
  const day = new Date(date);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
