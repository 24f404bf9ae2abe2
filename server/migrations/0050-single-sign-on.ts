import { Migration } from '@mikro-orm/migrations';

const setting = (name: string) => `nullif(current_setting('portal.${name}', true), '')`;
const staffOnly = `tenant_id = (select ${setting('tenant')}::uuid) and (select ${setting('access')}) = 'staff'`;
const portalOnly = `${staffOnly} and (select ${setting('user')}::uuid) is null`;

const protect = (table: string, rule: string) => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy ${table}_select on ${table} for select using (${rule});
  create policy ${table}_insert on ${table} for insert with check (${rule});
  create policy ${table}_update on ${table} for update using (${rule}) with check (${rule});
  create policy ${table}_delete on ${table} for delete using (${rule});`;

/** Providers of identities, whom they know, and sign-ins that are under way at one. */
export class SingleSignOn extends Migration {
  override up(): void {
    this.addSql(`
      create table single_sign_on (
        tenant_id uuid not null,
        enabled boolean not null default false,
        issuer text,
        client_id text,
        client_secret text,
        label text,
        domains text[] not null default '{}',
        new_accounts text not null default 'NONE',
        role_claim text,
        agent_values text[] not null default '{}',
        admin_values text[] not null default '{}',
        primary key (tenant_id),
        constraint single_sign_on_new_accounts_check check (new_accounts in ('NONE', 'CUSTOMER', 'AGENT')),
        constraint single_sign_on_enabled_check
          check (not enabled or (issuer is not null and client_id is not null and domains <> '{}'))
      );
      alter table single_sign_on add foreign key (tenant_id) references tenant (id);

      create table single_sign_on_identity (
        tenant_id uuid not null,
        issuer text not null,
        subject text not null,
        user_id uuid not null,
        created_at timestamptz(3) not null,
        primary key (tenant_id, issuer, subject)
      );
      alter table single_sign_on_identity add constraint single_sign_on_identity_user_unique
        unique (tenant_id, user_id, issuer);
      alter table single_sign_on_identity add foreign key (user_id, tenant_id) references portal_user (id, tenant_id);

      create table single_sign_on_attempt (
        id text not null,
        tenant_id uuid not null,
        browser text not null,
        issuer text not null,
        client_id text not null,
        nonce text not null,
        verifier text not null,
        destination text not null,
        expires_at timestamptz(3) not null,
        primary key (id)
      );
      create index single_sign_on_attempt_tenant_id_expires_at_index on single_sign_on_attempt (tenant_id, expires_at);
      alter table single_sign_on_attempt add foreign key (tenant_id) references tenant (id);
      ${protect('single_sign_on', staffOnly)}
      ${protect('single_sign_on_identity', portalOnly)}
      ${protect('single_sign_on_attempt', portalOnly)}
    `);
  }
}
