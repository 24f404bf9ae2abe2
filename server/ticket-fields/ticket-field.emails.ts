import type { EntityManager } from '@mikro-orm/postgresql';
import { languageTag } from '#shared/locale.ts';
import { textIn } from '#shared/localised-text.ts';
import type { PortalEventRow } from '../events/event.entity.ts';
import type { EmailDetail, EmailReader } from '../mail/email.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { TicketFieldRow, TicketFieldValueRow } from './ticket-field.entity.ts';

export interface FieldEmailFacts {
  values: { field: TicketFieldRow; value: TicketFieldValueRow }[];
  defaultLocale: string;
}

/** What the ticket of an event has in the fields of its tenant, in their order. */
export async function loadFieldValues(
  entityManager: EntityManager,
  { ticketId, tenantId }: PortalEventRow,
): Promise<FieldEmailFacts> {
  const rows = await entityManager.find(TicketFieldValueRow, { ticketId: ticketId! });
  const ids = rows.map(({ fieldId }) => fieldId);
  const fields = await entityManager.find(
    TicketFieldRow,
    { id: { $in: ids } },
    { orderBy: { position: 'asc', id: 'asc' } },
  );
  const { defaultLocale } = await entityManager.findOneOrFail(Tenant, tenantId);
  return {
    values: fields.map((field) => ({ field, value: rows.find(({ fieldId }) => fieldId === field.id)! })),
    defaultLocale,
  };
}

/** One line for each value that the reader may see. */
export const fieldDetails = (
  { values, defaultLocale }: FieldEmailFacts,
  { isStaff, locale, t }: EmailReader,
): EmailDetail[] =>
  values
    .filter(({ field }) => isStaff || !field.internal)
    .map(({ field, value: { text, number, choiceId, date, yesNo } }) => {
      const choice = field.choices.find(({ id }) => id === choiceId);
      const shown =
        text ??
        number?.toLocaleString(languageTag(locale), { maximumFractionDigits: 3 }) ??
        (choice && textIn(choice.names, locale, defaultLocale)) ??
        (date && new Date(date).toLocaleDateString(languageTag(locale), { dateStyle: 'long', timeZone: 'UTC' })) ??
        t(yesNo ? 'ticketFields.yes' : 'ticketFields.no');
      return [textIn(field.labels, locale, defaultLocale), shown];
    });
