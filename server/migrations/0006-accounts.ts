import { Migration } from '@mikro-orm/migrations';

const tenant = `(select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const user = `(select nullif(current_setting('portal.user', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/** Emailed links and the mails that carry them, users without a password, and sessions the portal itself can end. */
export class Accounts extends Migration {
  override up(): void {
    this.addSql(`
      alter table portal_user alter column password_hash drop not null;
      create index customer_tenant_id_name_id_index on customer (tenant_id, name, id);

      drop policy session_scope on session;
      create policy session_scope on session
        using (tenant_id = ${tenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end)
        with check (tenant_id = ${tenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end);

      create table account_link (
        id uuid not null,
        tenant_id uuid not null,
        user_id uuid not null,
        kind text not null,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3),
        primary key (id)
      );
      create index account_link_tenant_id_user_id_created_at_index on account_link (tenant_id, user_id, created_at);
      create index account_link_tenant_id_expires_at_index on account_link (tenant_id, expires_at);
      alter table account_link add constraint account_link_id_tenant_id_unique unique (id, tenant_id);
      alter table account_link add constraint account_link_kind_check check (kind in ('PASSWORD_RESET', 'INVITATION'));
      alter table account_link enable row level security;
      alter table account_link force row level security;
      create policy account_link_scope on account_link
        using (tenant_id = ${tenant} and ${staff})
        with check (tenant_id = ${tenant} and ${staff});
      alter table account_link
        add foreign key (user_id, tenant_id) references portal_user (id, tenant_id);

      alter table mail_delivery alter column event_sequence drop not null;
      alter table mail_delivery
        add column account_mail text,
        add column account_link_id uuid;
      create index mail_delivery_account_link_id_index on mail_delivery (account_link_id);
      alter table mail_delivery add constraint mail_delivery_cause_check
        check ((event_sequence is null) = (account_mail is not null));
      alter table mail_delivery
        add foreign key (account_link_id, tenant_id) references account_link (id, tenant_id)
          on delete set null (account_link_id);

      create table operations.ended_session (
        id uuid not null primary key,
        ended_at timestamptz not null default now()
      );
      create index ended_session_ended_at_index on operations.ended_session (ended_at);
    `);
  }
}
