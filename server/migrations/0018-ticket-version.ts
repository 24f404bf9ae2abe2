import { Migration } from '@mikro-orm/migrations';

/** A number of each state of a ticket, so that nobody overwrites what somebody else has done meanwhile. */
export class TicketVersion extends Migration {
  override up(): void {
    this.addSql(`
      alter table ticket add column version int not null default 1;
      create or replace function ticket_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['status', 'public_message_count', 'message_count', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'public_updated_at', 'updated_at', 'version'] is distinct from to_jsonb(old) - array['status', 'public_message_count', 'message_count', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'public_updated_at', 'updated_at', 'version'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
    `);
  }
}
