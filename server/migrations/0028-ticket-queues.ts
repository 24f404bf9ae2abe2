import { Migration } from '@mikro-orm/migrations';
import { forEachTenant } from './for-each-tenant.ts';

/**
 * Whose turn it is on a ticket, and the queues of agents. What is there already is filled a thousand rows at a time; every
 * statement can be repeated, since the whole is no transaction.
 */
export class TicketQueues extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`
      alter table ticket add column if not exists waiting_for text not null default 'STAFF';
      alter table ticket drop constraint if exists ticket_waiting_for_check;
      alter table ticket add constraint ticket_waiting_for_check check (waiting_for in ('STAFF', 'CUSTOMER'));
      create or replace function ticket_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['status', 'waiting_for', 'public_message_count', 'message_count', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'public_updated_at', 'updated_at', 'version'] is distinct from to_jsonb(old) - array['status', 'waiting_for', 'public_message_count', 'message_count', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'public_updated_at', 'updated_at', 'version'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
    `);
    this.addSql(
      forEachTenant(
        `last := '00000000-0000-0000-0000-000000000000';
      while last is not null loop
        with batch as (
          select id from ticket where tenant_id = each and id > last order by id limit 1000
        ), changed as (
          update ticket set waiting_for = 'CUSTOMER' from batch where ticket.id = batch.id and (
            status = 'PENDING' or public_message_count > 1 and exists (
              select from message join portal_user on portal_user.id = message.author_id
              where message.ticket_id = ticket.id and message.created_at = ticket.last_public_message_at
                and portal_user.role <> 'CUSTOMER'
            )
          )
        )
        select id into last from batch order by id desc limit 1;
        commit;
      end loop;`,
        'last uuid;',
      ),
    );
    const workedOn = `where status in ('OPEN', 'PENDING')`;
    this.addSql(`
      create index if not exists ticket_assignee_queue_index on ticket (tenant_id, assignee_id, updated_at, id) ${workedOn};
      create index if not exists ticket_waiting_queue_index on ticket (tenant_id, waiting_for, updated_at, id) ${workedOn};
    `);
  }
}
