import { Migration } from '@mikro-orm/migrations';

const tenant = `(select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const user = `(select nullif(current_setting('portal.user', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/**
 * The events of what is there already and has none, in the scope of a tenant. Their numbers are below zero, where no stream
 * begins: they are history, and nobody is told.
 */
export const pastEvents = `
  insert into portal_event (
    tenant_id, tenant_sequence, customer_id, customer_sequence, type, ticket_id, subject_id, actor_id, status_to, occurred_at
  )
  select tenant_id, -row_number() over (order by at desc, type), customer_id,
    case when public then -row_number() over (partition by customer_id, public order by at desc, type) end,
    type, ticket_id, subject_id, actor_id, status_to, at
  from (
    select tenant_id, customer_id, not internal as public, ticket_id, id as subject_id, author_id as actor_id,
      null as status_to, created_at as at,
      case when row_number() over (partition by ticket_id order by created_at) = 1 then 'TicketCreated' else 'MessageAdded' end as type
    from message
    union all
    select tenant_id, customer_id, true, ticket_id, id, requested_by_id, null, created_at, 'CallRequested' from call_request
    union all
    select tenant_id, customer_id, true, ticket_id, id, handled_by_id, status, ended_at, 'CallRequestUpdated'
    from call_request where ended_at is not null
    union all
    select tenant_id, customer_id, true, ticket_id, id, author_id, null, created_at, 'FeedbackSubmitted' from feedback
  ) as past
  where tenant_id = ${tenant} and not exists (
    select from portal_event as known where known.tenant_id = past.tenant_id and known.subject_id = past.subject_id
      and known.type = past.type and known.user_id is null
  )`;

/** Events are kept as long as what they are about, never changed, and read as the history of a ticket and of a tenant. */
export class History extends Migration {
  override up(): void {
    // tenant by tenant, as the server sees them, and before anything is locked
    this.addSql(`
      do $$
      declare
        each record;
      begin
        perform set_config('portal.access', 'system', true);
        for each in select id from tenant loop
          perform set_config('portal.tenant', each.id::text, true), set_config('portal.access', 'staff', true);
          update portal_event set actor_id = author_id from message
            where message.id = subject_id and type in ('TicketCreated', 'MessageAdded') and actor_id is null;
          update portal_event set actor_id = notification.actor_id from notification
            where event_sequence = tenant_sequence and portal_event.actor_id is null and portal_event.user_id is null;
          ${pastEvents};
          perform set_config('portal.access', 'system', true);
        end loop;
        perform set_config('portal.tenant', '', true), set_config('portal.access', '', true);
      end $$;

      alter table tenant_counter add column first_event bigint not null default '1';
      alter table customer_counter add column first_event bigint not null default '1';
      do $$
      declare
        each record;
      begin
        perform set_config('portal.access', 'system', true);
        for each in select id from tenant loop
          perform set_config('portal.tenant', each.id::text, true), set_config('portal.access', 'staff', true);
          update tenant_counter set first_event = coalesce(
            (select min(tenant_sequence) from portal_event where tenant_id = each.id and tenant_sequence > 0), last_event + 1);
          update customer_counter set first_event = coalesce(
            (select min(customer_sequence) from portal_event
             where portal_event.customer_id = customer_counter.customer_id and customer_sequence > 0), last_event + 1);
          perform set_config('portal.access', 'system', true);
        end loop;
        perform set_config('portal.tenant', '', true), set_config('portal.access', '', true);
      end $$;
      create index portal_event_ticket_id_tenant_sequence_index on portal_event (ticket_id, tenant_sequence);
      create index portal_event_tenant_id_actor_id_tenant_sequence_index on portal_event (tenant_id, actor_id, tenant_sequence);
      drop policy portal_event_update on portal_event;
      create policy portal_event_update on portal_event for update using (false) with check (false);
      drop policy portal_event_delete on portal_event;
      create policy portal_event_delete on portal_event for delete using (tenant_id = ${tenant} and ${staff} and ${user} is null and user_id is not null);
    `);
  }
}
