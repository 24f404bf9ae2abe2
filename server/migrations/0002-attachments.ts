import { Migration } from '@mikro-orm/migrations';

/** Attachments, and what a tenant takes of them. A claimed one refers to its message with all that it copies of it. */
export class Attachments extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant
        add column attachment_maximum_size int not null default 10485760,
        add column attachment_maximum_count smallint not null default 10,
        add column attachment_types text[];
      alter table tenant add constraint tenant_attachment_limits_check
        check (attachment_maximum_size between 1 and 104857600 and attachment_maximum_count between 0 and 10);

      alter table message add constraint message_id_ticket_id_tenant_id_customer_id_internal_unique
        unique (id, ticket_id, tenant_id, customer_id, internal);

      create table attachment (
        id uuid not null,
        tenant_id uuid not null,
        customer_id uuid,
        uploader_id uuid not null,
        ticket_id uuid,
        message_id uuid,
        internal boolean not null default false,
        name text not null,
        content_type text not null,
        size int not null,
        sha256 text not null,
        storage_key text not null,
        thumbnail_key text,
        width int,
        height int,
        created_at timestamptz(3) not null,
        claimed_at timestamptz(3),
        position smallint not null default 0,
        primary key (id)
      );
      create index attachment_message_id_position_id_index on attachment (message_id, position, id);
      create index attachment_tenant_id_claimed_at_created_at_index on attachment (tenant_id, claimed_at, created_at);
      alter table attachment add constraint attachment_storage_key_unique unique (storage_key);
      alter table attachment add constraint attachment_claim_check
        check ((message_id is null) = (claimed_at is null) and (message_id is null) = (ticket_id is null) and (message_id is null or customer_id is not null) and (message_id is not null or not internal));
      alter table attachment add constraint attachment_size_check check (size > 0);
      alter table attachment enable row level security;
      alter table attachment force row level security;
      create policy attachment_scope on attachment
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when message_id is null then uploader_id = (select nullif(current_setting('portal.user', true), '')::uuid) or ((select nullif(current_setting('portal.access', true), '')) = 'staff' and (select nullif(current_setting('portal.user', true), '')::uuid) is null) else case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) and not internal end end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when message_id is null then uploader_id = (select nullif(current_setting('portal.user', true), '')::uuid) or ((select nullif(current_setting('portal.access', true), '')) = 'staff' and (select nullif(current_setting('portal.user', true), '')::uuid) is null) else case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) and not internal end end);
      alter table attachment
        add foreign key (uploader_id, tenant_id) references portal_user (id, tenant_id),
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id),
        add foreign key (message_id, ticket_id, tenant_id, customer_id, internal)
          references message (id, ticket_id, tenant_id, customer_id, internal);
    `);
  }
}
