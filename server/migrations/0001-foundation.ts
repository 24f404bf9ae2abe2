import { Migration } from '@mikro-orm/migrations';

/**
 * Tenants, people, sessions, tickets, messages, events and owed mails. Foreign keys carry tenant and customer, so that
 * the copies of these ids, which the policies rest on, cannot be wrong.
 */
export class Foundation extends Migration {
  override up(): void {
    this.addSql(`
      create table tenant (
        id uuid not null,
        slug text not null,
        name text not null,
        domain text,
        demo boolean not null default false,
        created_at timestamptz(3) not null,
        primary key (id)
      );
      alter table tenant add constraint tenant_slug_unique unique (slug);
      alter table tenant add constraint tenant_domain_unique unique (domain);
      alter table tenant enable row level security;
      alter table tenant force row level security;
      create policy tenant_scope on tenant
        using (id = (select nullif(current_setting('portal.tenant', true), '')::uuid) or slug = (select nullif(current_setting('portal.tenant_slug', true), '')) or domain = (select nullif(current_setting('portal.tenant_domain', true), '')) or (select nullif(current_setting('portal.access', true), '')) = 'system')
        with check (id = (select nullif(current_setting('portal.tenant', true), '')::uuid) or slug = (select nullif(current_setting('portal.tenant_slug', true), '')) or domain = (select nullif(current_setting('portal.tenant_domain', true), '')) or (select nullif(current_setting('portal.access', true), '')) = 'system');

      create table customer (
        id uuid not null,
        tenant_id uuid not null,
        name text not null,
        email text not null,
        phone text,
        locale text not null default 'en',
        time_zone text not null default 'UTC',
        created_at timestamptz(3) not null,
        primary key (id)
      );
      alter table customer add constraint customer_id_tenant_id_unique unique (id, tenant_id);
      alter table customer enable row level security;
      alter table customer force row level security;
      create policy customer_scope on customer
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else id = (select nullif(current_setting('portal.customer', true), '')::uuid) end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else id = (select nullif(current_setting('portal.customer', true), '')::uuid) end);
      alter table customer
        add foreign key (tenant_id) references tenant (id);

      create table portal_user (
        id uuid not null,
        tenant_id uuid not null,
        customer_id uuid,
        role text not null,
        name text not null,
        email text not null,
        password_hash text not null,
        deactivated_at timestamptz(3),
        created_at timestamptz(3) not null,
        primary key (id)
      );
      create index portal_user_staff_index on portal_user (tenant_id, name, id) where role <> 'CUSTOMER';
      alter table portal_user add constraint portal_user_id_tenant_id_unique unique (id, tenant_id);
      alter table portal_user add constraint portal_user_tenant_id_email_unique unique (tenant_id, email);
      alter table portal_user add constraint portal_user_customer_check check ((role = 'CUSTOMER') = (customer_id is not null));
      alter table portal_user add constraint portal_user_email_lower_check check (email = lower(email));
      alter table portal_user add constraint portal_user_role_check check (role in ('CUSTOMER', 'AGENT', 'ADMIN'));
      alter table portal_user enable row level security;
      alter table portal_user force row level security;
      create policy portal_user_scope on portal_user
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) or role <> 'CUSTOMER' end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) or role <> 'CUSTOMER' end);
      alter table portal_user
        add foreign key (tenant_id) references tenant (id),
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id);

      create table session (
        id uuid not null,
        tenant_id uuid not null,
        user_id uuid not null,
        generation int not null default 1,
        user_agent text not null default '',
        created_at timestamptz(3) not null,
        refreshed_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3),
        primary key (id)
      );
      create index session_tenant_id_user_id_ended_at_index on session (tenant_id, user_id, ended_at);
      alter table session enable row level security;
      alter table session force row level security;
      create policy session_scope on session
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and user_id = (select nullif(current_setting('portal.user', true), '')::uuid))
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and user_id = (select nullif(current_setting('portal.user', true), '')::uuid));
      alter table session
        add foreign key (user_id, tenant_id) references portal_user (id, tenant_id);

      create table ticket (
        id uuid not null,
        tenant_id uuid not null,
        customer_id uuid not null,
        number int not null,
        title text not null,
        status text not null,
        priority smallint not null,
        type text not null,
        category text,
        assignee_id uuid,
        created_by_id uuid not null,
        idempotency_key text,
        public_message_count int not null default 0,
        message_count int not null default 0,
        last_public_message_at timestamptz(3) not null,
        last_message_at timestamptz(3) not null,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        primary key (id)
      );
      create index ticket_tenant_id_assignee_id_updated_at_id_index on ticket (tenant_id, assignee_id, updated_at, id);
      create index ticket_tenant_id_priority_id_index on ticket (tenant_id, priority, id);
      create index ticket_tenant_id_last_message_at_id_index on ticket (tenant_id, last_message_at, id);
      create index ticket_tenant_id_created_at_id_index on ticket (tenant_id, created_at, id);
      create index ticket_tenant_id_status_updated_at_id_index on ticket (tenant_id, status, updated_at, id);
      create index ticket_tenant_id_updated_at_id_index on ticket (tenant_id, updated_at, id);
      create index ticket_tenant_id_customer_id_status_updated_at_id_index on ticket (tenant_id, customer_id, status, updated_at, id);
      create index ticket_tenant_id_customer_id_updated_at_id_index on ticket (tenant_id, customer_id, updated_at, id);
      alter table ticket add constraint ticket_created_by_id_idempotency_key_unique unique (created_by_id, idempotency_key);
      alter table ticket add constraint ticket_id_tenant_id_customer_id_unique unique (id, tenant_id, customer_id);
      alter table ticket add constraint ticket_tenant_id_number_unique unique (tenant_id, number);
      alter table ticket add constraint ticket_status_check check (status in ('OPEN', 'PENDING', 'RESOLVED', 'CLOSED'));
      alter table ticket add constraint ticket_type_check check (type in ('ISSUE', 'QUESTION', 'REQUEST'));
      alter table ticket enable row level security;
      alter table ticket force row level security;
      create policy ticket_scope on ticket
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) end);
      alter table ticket
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id),
        add foreign key (assignee_id, tenant_id) references portal_user (id, tenant_id),
        add foreign key (created_by_id, tenant_id) references portal_user (id, tenant_id);

      create table message (
        id uuid not null,
        tenant_id uuid not null,
        customer_id uuid not null,
        ticket_id uuid not null,
        author_id uuid not null,
        body text not null,
        internal boolean not null default false,
        idempotency_key text,
        created_at timestamptz(3) not null,
        primary key (id)
      );
      alter table message add constraint message_ticket_id_created_at_unique unique (ticket_id, created_at);
      alter table message add constraint message_author_id_idempotency_key_unique unique (author_id, idempotency_key);
      alter table message enable row level security;
      alter table message force row level security;
      create policy message_scope on message
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) and not internal end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) and not internal end);
      alter table message
        add foreign key (ticket_id, tenant_id, customer_id) references ticket (id, tenant_id, customer_id),
        add foreign key (author_id, tenant_id) references portal_user (id, tenant_id);

      create table tenant_counter (
        tenant_id uuid not null,
        last_ticket int not null default 1000,
        last_event bigint not null default '0',
        primary key (tenant_id)
      );
      alter table tenant_counter enable row level security;
      alter table tenant_counter force row level security;
      create policy tenant_counter_scope on tenant_counter
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid))
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid));
      alter table tenant_counter
        add foreign key (tenant_id) references tenant (id);

      create table customer_counter (
        customer_id uuid not null,
        tenant_id uuid not null,
        last_event bigint not null default '0',
        primary key (customer_id)
      );
      alter table customer_counter enable row level security;
      alter table customer_counter force row level security;
      create policy customer_counter_scope on customer_counter
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) end);
      alter table customer_counter
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id);

      create table portal_event (
        tenant_id uuid not null,
        tenant_sequence bigint not null,
        customer_id uuid not null,
        customer_sequence bigint,
        internal boolean generated always as (customer_sequence is null) stored not null,
        type text not null,
        ticket_id uuid not null,
        message_id uuid,
        status_from text,
        status_to text,
        occurred_at timestamptz(3) not null,
        primary key (tenant_id, tenant_sequence)
      );
      create index portal_event_tenant_id_occurred_at_index on portal_event (tenant_id, occurred_at);
      alter table portal_event add constraint portal_event_customer_id_customer_sequence_unique unique (customer_id, customer_sequence);
      alter table portal_event enable row level security;
      alter table portal_event force row level security;
      create policy portal_event_scope on portal_event
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) and not internal end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) and not internal end);
      alter table portal_event
        add foreign key (ticket_id, tenant_id, customer_id) references ticket (id, tenant_id, customer_id);

      create table mail_delivery (
        id uuid not null,
        tenant_id uuid not null,
        event_sequence bigint not null,
        name text not null,
        email text not null,
        created_at timestamptz(3) not null,
        sent_at timestamptz(3),
        last_error text,
        primary key (id)
      );
      alter table mail_delivery add constraint mail_delivery_tenant_id_event_sequence_email_unique unique (tenant_id, event_sequence, email);
      alter table mail_delivery enable row level security;
      alter table mail_delivery force row level security;
      create policy mail_delivery_scope on mail_delivery
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and (select nullif(current_setting('portal.access', true), '')) = 'staff')
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and (select nullif(current_setting('portal.access', true), '')) = 'staff');
      alter table mail_delivery
        add foreign key (tenant_id) references tenant (id);

      create schema operations;
      create table operations.throttle (
        key varchar(255) not null primary key,
        points integer not null default 0,
        expire bigint
      );
      create table operations.job_pool (
        pool_id text not null primary key,
        lease bigint not null
      );
    `);
  }
}
