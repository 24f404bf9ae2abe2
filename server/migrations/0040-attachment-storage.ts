import { Migration } from '@mikro-orm/migrations';
import { forEachTenant } from './for-each-tenant.ts';

/** What the attachments of each tenant take, counted with every change of them, and the most that admins let them take. */
export class AttachmentStorage extends Migration {
  override up(): void {
    const tenant = `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid)`;
    const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;
    const portal = `${staff} and (select nullif(current_setting('portal.user', true), '')::uuid) is null`;
    const counted = `${tenant} and case when pg_trigger_depth() > 0 then true else ${portal} end`;
    const taken = (row: string) => `coalesce(${row}.size + coalesce(${row}.thumbnail_size, 0), 0)`;
    this.addSql(`
      alter table attachment_settings add column storage_maximum bigint;
      alter table attachment_settings drop constraint attachment_settings_limits_check;
      alter table attachment_settings add constraint attachment_settings_limits_check
        check (maximum_size between 1 and 104857600 and maximum_count between 0 and 10 and storage_maximum > 0);

      create table attachment_usage (
        tenant_id uuid not null primary key references tenant (id),
        used_bytes bigint not null default 0
      );
      alter table attachment add column thumbnail_size int;
      create function attachment_count_usage_fn() returns trigger as $$ begin insert into attachment_usage (tenant_id, used_bytes) select coalesce(new.tenant_id, old.tenant_id), ${taken('new')} - ${taken('old')} where ${taken('new')} <> ${taken('old')} on conflict (tenant_id) do update set used_bytes = attachment_usage.used_bytes + excluded.used_bytes; return null; end; $$ language plpgsql;
      create trigger count_usage after insert or update or delete on attachment for each row
        execute function attachment_count_usage_fn();
    `);
    this.addSql(
      forEachTenant(
        `insert into attachment_usage select each, sum(size) from attachment where tenant_id = each having count(*) > 0;`,
      ),
    );
    this.addSql(`
      alter table attachment_usage enable row level security;
      alter table attachment_usage force row level security;
      create policy attachment_usage_select on attachment_usage for select using (${tenant});
      create policy attachment_usage_insert on attachment_usage for insert with check (${counted});
      create policy attachment_usage_update on attachment_usage for update using (${counted}) with check (${counted});
      create policy attachment_usage_delete on attachment_usage for delete using (${tenant} and ${portal});
    `);
  }
}
