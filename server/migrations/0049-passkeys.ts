import { Migration } from '@mikro-orm/migrations';

const sameTenant = `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const user = `(select nullif(current_setting('portal.user', true), '')::uuid)`;
const isStaff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;
const ownOrPortal = `${sameTenant} and case when user_id = ${user} then true else ${isStaff} and ${user} is null end`;
const portalOnly = `${sameTenant} and ${isStaff} and ${user} is null`;

/** Passkeys, and the challenges that have been answered. */
export class Passkeys extends Migration {
  override up(): void {
    this.addSql(`
      create table passkey (
        id uuid not null,
        tenant_id uuid not null,
        user_id uuid not null,
        name text not null,
        host text not null,
        credential_id text not null,
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null,
        synced boolean not null,
        created_at timestamptz(3) not null,
        last_used_at timestamptz(3),
        copy_suspected_at timestamptz(3),
        primary key (id)
      );
      create index passkey_tenant_id_user_id_created_at_id_index on passkey (tenant_id, user_id, created_at, id);
      alter table passkey add constraint passkey_tenant_id_credential_id_unique unique (tenant_id, credential_id);
      alter table passkey add foreign key (user_id, tenant_id) references portal_user (id, tenant_id);
      alter table passkey enable row level security;
      alter table passkey force row level security;
      create policy passkey_select on passkey for select using (${ownOrPortal});
      create policy passkey_insert on passkey for insert with check (${portalOnly});
      create policy passkey_update on passkey for update using (${ownOrPortal}) with check (${ownOrPortal});
      create policy passkey_delete on passkey for delete using (${portalOnly});
      create function passkey_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['name'] is distinct from to_jsonb(old) - array['name'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on passkey for each row
        when (current_setting('portal.access', true) = 'customer') execute function passkey_customers_change_fn();

      create table operations.answered_challenge (
        id uuid not null primary key,
        expires_at timestamptz not null
      );
      create index answered_challenge_expires_at_index on operations.answered_challenge (expires_at);
    `);
  }
}
