import { Migration } from '@mikro-orm/migrations';

const sameTenant = `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const user = `(select nullif(current_setting('portal.user', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;
const staffOnly = `${sameTenant} and ${staff}`;
const portalOnly = `${staffOnly} and ${user} is null`;
const own = `${sameTenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end`;

const writtenByPortal = (table: string) => `
  create policy ${table}_insert on ${table} for insert with check (${portalOnly});
  create policy ${table}_update on ${table} for update using (${portalOnly}) with check (${portalOnly});
  create policy ${table}_delete on ${table} for delete using (${portalOnly});`;

/** Keys with which programs use the API. Each is a user who never signs in, is told nothing and is assigned nothing. */
export class ApiKeys extends Migration {
  override up(): void {
    this.addSql(`
      alter table portal_user add column is_key boolean not null default false;
      alter table portal_user add constraint portal_user_key_check check (not is_key or (deactivated_at is not null and password_hash is null));
      create table api_key (
        id uuid not null,
        tenant_id uuid not null,
        customer_id uuid,
        scopes text[] not null,
        addresses text[] not null default '{}',
        hint text not null,
        expires_at timestamptz(3) not null,
        former_expires_at timestamptz(3),
        created_by_id uuid not null,
        created_at timestamptz(3) not null,
        last_used_at timestamptz(3),
        revoked_at timestamptz(3),
        primary key (id)
      );
      create index api_key_tenant_id_created_at_index on api_key (tenant_id, created_at);
      alter table api_key add constraint api_key_id_tenant_id_unique unique (id, tenant_id);
      alter table api_key
        add foreign key (id, tenant_id) references portal_user (id, tenant_id),
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id),
        add foreign key (created_by_id, tenant_id) references portal_user (id, tenant_id);
      alter table api_key enable row level security;
      alter table api_key force row level security;
      create policy api_key_select on api_key for select using (${staffOnly});
      ${writtenByPortal('api_key')}
      create table api_key_secret (
        id uuid not null,
        tenant_id uuid not null,
        user_id uuid not null,
        digest text not null,
        expires_at timestamptz(3) not null,
        primary key (id)
      );
      create index api_key_secret_user_id_index on api_key_secret (user_id);
      alter table api_key_secret add constraint api_key_secret_tenant_id_digest_unique unique (tenant_id, digest);
      alter table api_key_secret add foreign key (user_id, tenant_id) references api_key (id, tenant_id);
      alter table api_key_secret enable row level security;
      alter table api_key_secret force row level security;
      create policy api_key_secret_select on api_key_secret for select using (${own});
      ${writtenByPortal('api_key_secret')}
    `);
  }
}
