import { Migration } from '@mikro-orm/migrations';

const staffOnly =
  `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) ` +
  `and (select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/** Domains that tenants are to have once a check succeeds. */
export class PendingDomains extends Migration {
  override up(): void {
    this.addSql(`
      create table pending_domain (
        tenant_id uuid not null,
        name text not null,
        checked_at timestamptz(3),
        failure text,
        primary key (tenant_id)
      );
      alter table pending_domain add foreign key (tenant_id) references tenant (id);
      alter table pending_domain enable row level security;
      alter table pending_domain force row level security;
      create policy pending_domain_select on pending_domain for select using (${staffOnly});
      create policy pending_domain_insert on pending_domain for insert with check (${staffOnly});
      create policy pending_domain_update on pending_domain for update using (${staffOnly}) with check (${staffOnly});
      create policy pending_domain_delete on pending_domain for delete using (${staffOnly});
    `);
  }
}
