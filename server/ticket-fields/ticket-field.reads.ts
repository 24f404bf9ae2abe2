import { ticketFieldLimits } from '#shared/limits.ts';
import { columnsOf } from '../reads/columns.ts';
import { belongsTo, boundedList, expression } from '../reads/fields.ts';
import { ascending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { TicketField, TicketFieldValue } from './ticket-field.contract.ts';
import { TicketFieldRow, TicketFieldValueRow } from './ticket-field.entity.ts';

const field = columnsOf(TicketFieldRow);

export const fieldsInOrder = ascending<TicketFieldRow>('position', 'id');

export const ticketFieldReads = reads(TicketFieldRow, TicketField, {
  columns: ['id', 'kind', 'internal', 'required', 'archived', 'labels', 'hints', 'choices'],
  fields: {},
});

/** Those of a ticket, in the order of their fields. */
export const valuesOfTicket = boundedList<{ id: string }, TicketFieldValueRow>(TicketFieldValueRow, 'ticketId', {
  max: ticketFieldLimits.all,
});

export const ticketFieldValueReads = reads(TicketFieldValueRow, TicketFieldValue, {
  columns: ['fieldId', 'text', 'number', 'choiceId', 'date', 'yesNo'],
  fields: {
    field: belongsTo('fieldId'),
    choice: expression(
      (value) =>
        `(select choice from ${field.$name}, json_array_elements(${field.choices}) as choice ` +
        `where ${field.id} = ${value.fieldId} and choice->>'id' = ${value.choiceId}::text)`,
    ),
  },
  order: ascending(
    {
      name: 'position',
      type: 'integer',
      sql: (value) => `(select ${field.position} from ${field.$name} where ${field.id} = ${value.fieldId})`,
    },
    'fieldId',
  ),
});
