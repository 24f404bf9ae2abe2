import type { EntityManager } from '@mikro-orm/postgresql';
import type { PortalEventRow } from '../events/event.entity.ts';

/**
 * The staff in whose calendar the call of an event stands since an earlier one. The last email they were sent about it says:
 * whoever is not notified of an event, and is emailed all the same, had the entry taken out by it.
 */
export async function calendarHolders(
  entityManager: EntityManager,
  { tenantId, ticketId, subjectId, tenantSequence }: PortalEventRow,
): Promise<string[]> {
  if (ticketId === null) return [];
  const rows = await entityManager.execute<{ id: string }[]>(
    `select user_id as id from (
       select distinct on (mail_delivery.user_id) mail_delivery.user_id, exists (
         select from notification
         where notification.tenant_id = mail_delivery.tenant_id and notification.event_sequence = mail_delivery.event_sequence
           and notification.user_id = mail_delivery.user_id
       ) as holds
       from portal_event
       join mail_delivery on mail_delivery.tenant_id = portal_event.tenant_id and mail_delivery.event_sequence = tenant_sequence
       join portal_user on portal_user.id = mail_delivery.user_id and portal_user.role <> 'CUSTOMER'
       where portal_event.tenant_id = ? and ticket_id = ? and subject_id = ? and tenant_sequence < ?
         and type in ('CallRequested', 'CallRequestUpdated', 'CallRequestAssigned')
       order by mail_delivery.user_id, tenant_sequence desc
     ) as latest where holds`,
    [tenantId, ticketId, subjectId, tenantSequence],
  );
  return rows.map(({ id }) => id);
}

/** How often the call has changed hands; calendars take what comes with a higher SEQUENCE. */
export async function handovers(
  entityManager: EntityManager,
  { ticketId, createdAt }: { ticketId: string | null; createdAt: Date },
): Promise<number> {
  const [row] = await entityManager.execute<{ count: number }[]>(
    `select count(*)::int as count from portal_event where ticket_id = ? and type in ('TicketAssigned', 'TicketAssignedToTeam') and occurred_at > ?`,
    [ticketId, createdAt],
  );
  return row!.count;
}
