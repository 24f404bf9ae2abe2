import { Migration } from '@mikro-orm/migrations';

const staffOnly =
  `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) ` +
  `and (select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/** Why a mail failed is told in words of our own, and an address that refuses mails is known. */
export class MailFailures extends Migration {
  override up(): void {
    this.addSql(`
      alter table mail_delivery rename column last_error to failure;
      alter table mail_delivery no force row level security;
      update mail_delivery set failure = 'UNKNOWN' where failure is not null;
      alter table mail_delivery force row level security;

      create table mail_refusal (
        tenant_id uuid not null,
        email text not null,
        failure text not null,
        refused_at timestamptz(3) not null,
        primary key (tenant_id, email)
      );
      alter table mail_refusal add foreign key (tenant_id) references tenant (id);
      alter table mail_refusal enable row level security;
      alter table mail_refusal force row level security;
      create policy mail_refusal_select on mail_refusal for select using (${staffOnly});
      create policy mail_refusal_insert on mail_refusal for insert with check (${staffOnly});
      create policy mail_refusal_update on mail_refusal for update using (${staffOnly}) with check (${staffOnly});
      create policy mail_refusal_delete on mail_refusal for delete using (${staffOnly});
    `);
  }
}
