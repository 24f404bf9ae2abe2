import { Migration } from '@mikro-orm/migrations';

/** Times come from the counter that orders commits, and a ticket has two of its last change: for customers, and for staff. */
export class OrderOfChanges extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant_counter add column last_change_at timestamptz(3) not null default now();
      create or replace function tenant_counter_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['last_ticket', 'last_event', 'last_change_at'] is distinct from to_jsonb(old) - array['last_ticket', 'last_event', 'last_change_at'] or new.last_ticket < old.last_ticket or new.last_event < old.last_event or new.last_change_at < old.last_change_at then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;

      alter table ticket add column public_updated_at timestamptz(3) not null default now();
      drop index ticket_tenant_id_customer_id_updated_at_id_index;
      drop index ticket_tenant_id_customer_id_status_updated_at_id_index;
      create index ticket_tenant_id_customer_id_public_updated_at_id_index on ticket (tenant_id, customer_id, public_updated_at, id);
      create index ticket_tenant_id_customer_id_status_public_updated_at_id_index on ticket (tenant_id, customer_id, status, public_updated_at, id);
      create or replace function ticket_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['status', 'public_message_count', 'message_count', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'public_updated_at', 'updated_at'] is distinct from to_jsonb(old) - array['status', 'public_message_count', 'message_count', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'public_updated_at', 'updated_at'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
    `);
  }
}
