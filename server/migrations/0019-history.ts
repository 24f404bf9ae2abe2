import { Migration } from '@mikro-orm/migrations';
import { forEachTenant } from './for-each-tenant.ts';

const tenant = `(select nullif(current_setting('portal.tenant', true), '')::uuid)`;

const columns =
  'tenant_id, tenant_sequence, customer_id, customer_sequence, type, ticket_id, subject_id, actor_id, status_to, occurred_at';

const past = `
  select tenant_id, -row_number() over (order by at desc, type) as tenant_sequence, customer_id,
    case when public then -row_number() over (partition by customer_id, public order by at desc, type) end as customer_sequence,
    type, ticket_id, subject_id, actor_id, status_to, at as occurred_at
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

/**
 * The events of what is there already and has none, in the scope of a tenant. Their numbers are below zero, where no stream
 * begins: they are history, and nobody is told.
 */
export const pastEvents = `insert into portal_event (${columns}) ${past}`;

/**
 * Events are the history: what was there before them gets its own. Two thousand at a time, from the oldest on, since each locks
 * its ticket; whoever is interrupted goes on with the same numbers.
 */
export class History extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(
      forEachTenant(
        `
      update portal_event set actor_id = author_id from message
        where message.id = subject_id and type in ('TicketCreated', 'MessageAdded') and actor_id is null;
      commit;
      update portal_event set actor_id = notification.actor_id from notification
        where event_sequence = tenant_sequence and portal_event.actor_id is null and portal_event.user_id is null;
      commit;
      drop table if exists past_event;
      create temp table past_event as ${past};
      create index on past_event (tenant_sequence);
      next := (select min(tenant_sequence) from past_event);
      while next < 0 loop
        insert into portal_event (${columns}) select ${columns} from past_event
          where tenant_sequence >= next and tenant_sequence < next + 2000;
        commit;
        next := next + 2000;
      end loop;
      drop table past_event;`,
        'next bigint;',
      ),
    );
  }
}
