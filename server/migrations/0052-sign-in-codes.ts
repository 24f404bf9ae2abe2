import { Migration } from '@mikro-orm/migrations';

const staffOnly =
  `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) ` +
  `and (select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/** Emailed links and codes to sign in with: the newest of each user. */
export class SignInCodes extends Migration {
  override up(): void {
    this.addSql(`
      create table sign_in_code (
        user_id uuid not null,
        tenant_id uuid not null,
        id uuid not null,
        email text not null,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3),
        primary key (user_id)
      );
      create index sign_in_code_tenant_id_expires_at_index on sign_in_code (tenant_id, expires_at);
      alter table sign_in_code add foreign key (user_id, tenant_id) references portal_user (id, tenant_id);
      alter table sign_in_code enable row level security;
      alter table sign_in_code force row level security;
      create policy sign_in_code_select on sign_in_code for select using (${staffOnly});
      create policy sign_in_code_insert on sign_in_code for insert with check (${staffOnly});
      create policy sign_in_code_update on sign_in_code for update using (${staffOnly}) with check (${staffOnly});
      create policy sign_in_code_delete on sign_in_code for delete using (${staffOnly});
    `);
  }
}
