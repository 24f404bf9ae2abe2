import { Migration } from '@mikro-orm/migrations';

const sameTenant = `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const user = `(select nullif(current_setting('portal.user', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;
const own = `${sameTenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end`;
const portalOnly = `${sameTenant} and ${staff} and ${user} is null`;

/** What people show beside their password: the secret of an authenticator, and codes for when they have lost it. */
export class SecondFactor extends Migration {
  override up(): void {
    this.addSql(`
      alter table portal_user add column totp_since timestamptz(3);
      create table second_factor (
        user_id uuid not null,
        tenant_id uuid not null,
        secret text,
        pending_secret text,
        pending_since timestamptz(3),
        last_step int not null default 0,
        recovery_codes text[] not null default '{}',
        used_recovery_code text,
        primary key (user_id)
      );
      alter table second_factor add foreign key (user_id, tenant_id) references portal_user (id, tenant_id);
      alter table second_factor enable row level security;
      alter table second_factor force row level security;
      create policy second_factor_select on second_factor for select using (${own});
      create policy second_factor_insert on second_factor for insert with check (${portalOnly});
      create policy second_factor_update on second_factor for update using (${portalOnly}) with check (${portalOnly});
      create policy second_factor_delete on second_factor for delete using (${portalOnly});
    `);
  }
}
