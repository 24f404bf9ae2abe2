import { Migration } from '@mikro-orm/migrations';

/** The outbox of mails, as ids alone: addresses stay below row level security (docs/adr/0071). */
export class MailTasks extends Migration {
  override up(): void {
    this.addSql(`
      create table operations.mail_task (
        id bigint generated always as identity primary key,
        tenant_id uuid not null,
        event_sequence bigint,
        delivery_id uuid,
        recipient uuid,
        due_at timestamptz not null default now(),
        attempts smallint not null default 0,
        lease bigint,
        constraint mail_task_kind_check check ((event_sequence is null) = (delivery_id is not null) and (delivery_id is null) = (recipient is null))
      );
      create index mail_task_due_index on operations.mail_task (tenant_id, due_at) where lease is null;
      create index mail_task_lease_index on operations.mail_task (lease) where lease is not null;
    `);
  }
}
