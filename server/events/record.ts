import type { EntityManager } from '@mikro-orm/postgresql';
import { mailedEvents } from '../mail/emails.ts';
import type { PortalFact } from './portal-event.ts';

export const eventChannel = 'portal_event';

/**
 * Records a fact in the transaction of what happened: its numbered row, the mails it owes and the wake-up of live
 * subscribers commit with it or not at all. The counters stay locked until the commit, so numbers appear in order.
 */
export async function record(entityManager: EntityManager, fact: PortalFact): Promise<void> {
  await entityManager.flush();
  const { ticket } = fact;
  const internal = fact.type === 'MessageAdded' && fact.internal;
  await entityManager.execute(recordSql, [
    ticket.tenantId,
    ticket.customerId,
    !internal,
    fact.type,
    ticket.id,
    'messageId' in fact ? fact.messageId : null,
    fact.type === 'TicketStatusChanged' ? fact.from : null,
    fact.type === 'TicketStatusChanged' ? fact.to : null,
    mailedEvents.has(fact.type) && !internal,
  ]);
}

const recordSql = `
  with fact (tenant_id, customer_id, public, type, ticket_id, message_id, status_from, status_to, mailed) as (
    values (?::uuid, ?::uuid, ?::boolean, ?::text, ?::uuid, ?::uuid, ?::text, ?::text, ?::boolean)
  ), tenant_next as (
    update tenant_counter set last_event = last_event + 1
    from fact where tenant_counter.tenant_id = fact.tenant_id
    returning last_event
  ), customer_next as (
    update customer_counter set last_event = last_event + 1
    from fact where customer_counter.customer_id = fact.customer_id and fact.public
    returning last_event
  ), event as (
    insert into portal_event (
      tenant_id, tenant_sequence, customer_id, customer_sequence, type, ticket_id, message_id, status_from, status_to, occurred_at
    )
    select tenant_id, tenant_next.last_event, customer_id, customer_next.last_event, type, ticket_id, message_id,
      status_from, status_to, clock_timestamp()
    from fact cross join tenant_next left join customer_next on true
    returning tenant_id, tenant_sequence, customer_id
  )
  select
    pg_notify('${eventChannel}', tenant_id || ' ' || customer_id),
    case when (select mailed from fact) then (
      select graphile_worker.add_job(
        'mailEvent',
        json_build_object('tenantId', tenant_id, 'sequence', tenant_sequence),
        job_key => 'mailEvent/' || tenant_id || '/' || tenant_sequence
      ) is not null
    ) end
  from event`;
