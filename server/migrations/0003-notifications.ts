import { Migration } from '@mikro-orm/migrations';

const tenant = `(select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const customer = `(select nullif(current_setting('portal.customer', true), '')::uuid)`;
const user = `(select nullif(current_setting('portal.user', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/** Notifications, events of one user only, events about more than messages, and how each user wants to be told. */
export class Notifications extends Migration {
  override up(): void {
    this.addSql(`
      alter table portal_user
        add column phone text,
        add column locale text not null default 'en',
        add column time_zone text not null default 'UTC',
        add column theme text not null default 'SYSTEM',
        add column muted_mails text[] not null default '{}';
      alter table portal_user add constraint portal_user_locale_check check (locale in ('en', 'bn'));
      alter table portal_user add constraint portal_user_theme_check check (theme in ('SYSTEM', 'LIGHT', 'DARK'));
      create index portal_user_customer_id_index on portal_user (customer_id);

      -- rows are out of reach even for their owner while row level security is forced
      alter table portal_user no force row level security;
      alter table customer no force row level security;
      update portal_user set phone = customer.phone, time_zone = customer.time_zone,
          locale = case when customer.locale in ('en', 'bn') then customer.locale else 'en' end
        from customer where customer.id = portal_user.customer_id;
      alter table portal_user force row level security;
      alter table customer force row level security;

      alter table portal_event alter column ticket_id drop not null;
      alter table portal_event rename column message_id to subject_id;
      alter table portal_event add column user_id uuid;
      alter table portal_event
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id),
        add foreign key (user_id, tenant_id) references portal_user (id, tenant_id);
      drop policy portal_event_scope on portal_event;
      create policy portal_event_scope on portal_event
        using (tenant_id = ${tenant} and case when ${staff} then true else customer_id = ${customer} and not internal end)
        with check (tenant_id = ${tenant} and case when ${staff} then true else customer_id = ${customer} end);

      create table notification (
        id uuid not null,
        tenant_id uuid not null,
        user_id uuid not null,
        customer_id uuid not null,
        event_sequence bigint not null,
        kind text not null,
        ticket_id uuid,
        subject_id uuid,
        actor_id uuid,
        created_at timestamptz(3) not null,
        read_at timestamptz(3),
        primary key (id)
      );
      create index notification_tenant_id_user_id_created_at_id_index on notification (tenant_id, user_id, created_at, id);
      create index notification_unread_index on notification (tenant_id, user_id, created_at, id) where read_at is null;
      create index notification_tenant_id_created_at_index on notification (tenant_id, created_at);
      alter table notification add constraint notification_tenant_id_event_sequence_user_id_unique unique (tenant_id, event_sequence, user_id);
      alter table notification enable row level security;
      alter table notification force row level security;
      create policy notification_scope on notification
        using (tenant_id = ${tenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end)
        with check (tenant_id = ${tenant} and case when ${staff} then true else customer_id = ${customer} end);
      alter table notification
        add foreign key (user_id, tenant_id) references portal_user (id, tenant_id),
        add foreign key (actor_id, tenant_id) references portal_user (id, tenant_id),
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id),
        add foreign key (ticket_id, tenant_id, customer_id) references ticket (id, tenant_id, customer_id);

      alter table mail_delivery add column user_id uuid;
      alter table mail_delivery
        add foreign key (user_id, tenant_id) references portal_user (id, tenant_id);
    `);
  }
}
