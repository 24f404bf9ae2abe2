import { Migration } from '@mikro-orm/migrations';
import { forEachTenant } from './for-each-tenant.ts';

const columns = `array['status', 'public_message_count', 'message_count', 'answered', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'public_updated_at', 'updated_at', 'version']`;

/** Whether staff have had the last word in a ticket, by which queues are made. */
export class TicketQueues extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`
      alter table ticket add column if not exists answered boolean not null default false;
      create or replace function ticket_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - ${columns} is distinct from to_jsonb(old) - ${columns} then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
    `);
    this.addSql(
      forEachTenant(
        `
      last := '00000000-0000-0000-0000-000000000000';
      while last is not null loop
        with batch as (
          select id from ticket where tenant_id = each and id > last order by id limit 1000
        ), changed as (
          update ticket set answered = true from batch where ticket.id = batch.id and (
            select role <> 'CUSTOMER' from message join portal_user on portal_user.id = author_id
            where message.ticket_id = batch.id and not internal order by message.created_at desc limit 1
          )
        )
        select id into last from batch order by id desc limit 1;
        commit;
      end loop;`,
        'last uuid;',
      ),
    );
  }
}
