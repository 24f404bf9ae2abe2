import type { RequiredEntityData } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import {
  TicketFieldKind,
  type TicketFieldRow,
  type TicketFieldValueRow,
} from '../ticket-fields/ticket-field.entity.ts';
import type { DemoTicketField } from './content.ts';

interface Owner {
  id: string;
  tenantId: string;
  customerId: string;
}

const toTexts = (texts: object) => Object.entries(texts).map(([locale, text]: [string, string]) => ({ locale, text }));

/** The fields of a tenant, which customers are asked, and what its tickets have in them. */
export function makeTicketFields(content: DemoTicketField[], tenantId: string, ticketOf: (title: string) => Owner) {
  const made = content.map((field, position) => {
    const row = {
      id: uuid(),
      tenantId,
      kind: TicketFieldKind[field.kind],
      internal: false,
      required: false,
      position,
      labels: toTexts(field.labels),
      hints: toTexts(field.hints),
      choices: (field.choices ?? []).map((names) => ({ id: uuid(), names: toTexts(names), archived: false })),
    } satisfies RequiredEntityData<TicketFieldRow>;
    const values = Object.entries(field.values).map(([title, value]) => {
      const ticket = ticketOf(title);
      const choice = row.choices.find(({ names }) => names.some(({ text }) => text === value));
      return {
        ticketId: ticket.id,
        fieldId: row.id,
        tenantId,
        customerId: ticket.customerId,
        kind: row.kind,
        internal: row.internal,
        ...(choice ? { choiceId: choice.id } : { text: value }),
      } satisfies RequiredEntityData<TicketFieldValueRow>;
    });
    return { row, values };
  });
  return { ticketFields: made.map(({ row }) => row), ticketFieldValues: made.flatMap(({ values }) => values) };
}
