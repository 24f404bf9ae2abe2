import { ticketFieldLimits, ticketFieldNumber } from '#shared/limits.ts';
import { isBlank, toSingleLine } from '#shared/text.ts';
import { columnsOf } from '../reads/columns.ts';
import { allOf, identified, identifiedAmong, whether } from '../reads/conditions.ts';
import { badArgument } from '../reads/connection.ts';
import type { Parameter } from '../reads/read-statement.ts';
import type { TicketFieldValueFilter } from './ticket-field.contract.ts';
import { isFieldDate } from './ticket-field-values.ts';
import { TicketFieldValueRow } from './ticket-field.entity.ts';

const value = columnsOf(TicketFieldValueRow);
const argument = 'filter.fields';

/** Throws BAD_USER_INPUT where there are too many, or what is given for a date is none. */
export function checkFieldFilters(filters: TicketFieldValueFilter[]): void {
  const { filters: most } = ticketFieldLimits;
  if (filters.length > most) throw badArgument(argument, `must be at most ${most} fields`);
  for (const [index, { date }] of filters.entries())
    for (const [bound, day] of Object.entries(date ?? {}))
      if (day != null && !isFieldDate(day))
        throw badArgument(`${argument}.${index}.date.${bound}`, 'must be a date such as 2026-12-16');
}

/** SQL for each field, that the ticket has such a value. */
export const havingValues = (ticketId: string, filters: TicketFieldValueFilter[], parameter: Parameter): string[] =>
  filters.map(
    (filter) =>
      `exists (select from ${value.$name} where ${value.ticketId} = ${ticketId} and ` +
      `${allOf(conditionsOf(filter, parameter))})`,
  );

function conditionsOf({ fieldId, text, number, choiceId, date, yesNo }: TicketFieldValueFilter, parameter: Parameter) {
  const key = (bound: number) => `ceil(${parameter(within(bound), 'numeric')} * 1000)::bigint`;
  return [
    ...identified(value.fieldId, fieldId, parameter),
    ...(text == null || isBlank(text)
      ? []
      : [`${value.textKey} = md5(lower(${parameter(toSingleLine(text), 'text')}))`]),
    ...(number?.from == null ? [] : [`${value.numberKey} >= ${key(number.from)}`]),
    ...(number?.before == null ? [] : [`${value.numberKey} < ${key(number.before)}`]),
    ...identifiedAmong(value.choiceId, choiceId, parameter),
    ...(date?.from == null ? [] : [`${value.date} >= ${parameter(date.from, 'date')}`]),
    ...(date?.before == null ? [] : [`${value.date} < ${parameter(date.before, 'date')}`]),
    ...whether(value.yesNo, yesNo, parameter),
  ];
}

/** No value lies beyond. */
const within = (bound: number) => Math.min(Math.max(bound, -ticketFieldNumber.most - 1), ticketFieldNumber.most + 1);
