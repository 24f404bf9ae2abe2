import { Migration } from '@mikro-orm/migrations';

/** When customers are asked for feedback: after what, and how much later. */
export class FeedbackTime extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant
        add column feedback_after text not null default 'RESOLVED',
        add column feedback_delay_hours smallint not null default 0;
      alter table tenant add constraint tenant_feedback_after_check check (feedback_after in ('RESOLVED', 'CLOSED'));
      alter table tenant add constraint tenant_feedback_delay_check check (feedback_delay_hours between 0 and 720);
      alter table ticket add column feedback_held_until timestamptz(3);
      create or replace function ticket_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['status', 'waiting_for', 'public_message_count', 'message_count', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'feedback_held_until', 'public_updated_at', 'updated_at', 'version'] is distinct from to_jsonb(old) - array['status', 'waiting_for', 'public_message_count', 'message_count', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'feedback_held_until', 'public_updated_at', 'updated_at', 'version'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
    `);
  }
}
