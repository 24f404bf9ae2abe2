import { Migration } from '@mikro-orm/migrations';

const tenant = `(select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const customer = `(select nullif(current_setting('portal.customer', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/** Opening hours of tenants, calls, and the places calls take in slots. */
export class CallRequests extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant
        add column time_zone text not null default 'UTC',
        add column opening_week jsonb not null default '[{"weekday":"MONDAY","opensAt":"09:00","closesAt":"17:00"},{"weekday":"TUESDAY","opensAt":"09:00","closesAt":"17:00"},{"weekday":"WEDNESDAY","opensAt":"09:00","closesAt":"17:00"},{"weekday":"THURSDAY","opensAt":"09:00","closesAt":"17:00"},{"weekday":"FRIDAY","opensAt":"09:00","closesAt":"17:00"}]',
        add column holidays text[] not null default '{}',
        add column call_slot_minutes smallint not null default 30,
        add column call_slot_capacity smallint not null default 1,
        add column call_reminder_minutes smallint not null default 30;
      alter table tenant add constraint tenant_call_check
        check (call_slot_minutes between 10 and 240 and call_slot_capacity between 1 and 100 and (call_reminder_minutes = 0 or call_reminder_minutes between 5 and 1440));
      alter table tenant add constraint tenant_opening_week_check check (jsonb_typeof(opening_week) = 'array');

      -- a tenant that is there already is most likely where most of its customers are
      alter table tenant no force row level security;
      alter table customer no force row level security;
      update tenant set time_zone = coalesce(
        (select time_zone from customer where tenant_id = tenant.id and time_zone in (select name from pg_timezone_names)
          group by time_zone order by count(*) desc, time_zone limit 1),
        'UTC');
      alter table tenant force row level security;
      alter table customer force row level security;

      create table call_request (
        id uuid not null,
        tenant_id uuid not null,
        customer_id uuid not null,
        ticket_id uuid,
        requested_by_id uuid not null,
        idempotency_key text,
        status text not null,
        scheduled_at timestamptz(3),
        scheduled_end_at timestamptz(3),
        due_at timestamptz(3) not null,
        phone text not null,
        reason text,
        note text,
        outcome text,
        handled_by_id uuid,
        calendar_sequence int not null default 0,
        reminded_at timestamptz(3),
        ended_at timestamptz(3),
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        primary key (id)
      );
      create index call_request_ticket_id_created_at_id_index on call_request (ticket_id, created_at, id);
      create index call_request_tenant_id_status_due_at_id_index on call_request (tenant_id, status, due_at, id);
      create index call_request_tenant_id_created_at_id_index on call_request (tenant_id, created_at, id);
      create index call_request_tenant_id_customer_id_created_at_id_index on call_request (tenant_id, customer_id, created_at, id);
      create index call_request_tenant_id_due_at_id_index on call_request (tenant_id, due_at, id);
      create index call_request_tenant_id_customer_id_due_at_id_index on call_request (tenant_id, customer_id, due_at, id);
      alter table call_request add constraint call_request_requested_by_id_idempotency_key_unique unique (requested_by_id, idempotency_key);
      alter table call_request add constraint call_request_id_tenant_id_unique unique (id, tenant_id);
      alter table call_request add constraint call_request_status_check check (status in ('REQUESTED', 'SCHEDULED', 'COMPLETED', 'CANCELLED', 'MISSED'));
      alter table call_request add constraint call_request_outcome_check check (outcome in ('REACHED', 'NO_ANSWER', 'RESCHEDULED'));
      alter table call_request add constraint call_request_handled_check check ((outcome is null) = (handled_by_id is null));
      alter table call_request add constraint call_request_ended_check check ((ended_at is null) = (status in ('REQUESTED', 'SCHEDULED')));
      alter table call_request add constraint call_request_time_check
        check ((scheduled_at is null) = (scheduled_end_at is null) and scheduled_end_at > scheduled_at and (status <> 'SCHEDULED' or scheduled_at is not null) and (status <> 'REQUESTED' or scheduled_at is null));
      alter table call_request enable row level security;
      alter table call_request force row level security;
      create policy call_request_scope on call_request
        using (tenant_id = ${tenant} and case when ${staff} then true else customer_id = ${customer} end)
        with check (tenant_id = ${tenant} and case when ${staff} then true else customer_id = ${customer} end);
      alter table call_request
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id),
        add foreign key (ticket_id, tenant_id, customer_id) references ticket (id, tenant_id, customer_id),
        add foreign key (requested_by_id, tenant_id) references portal_user (id, tenant_id),
        add foreign key (handled_by_id, tenant_id) references portal_user (id, tenant_id);

      create table call_place (
        tenant_id uuid not null,
        starts_at timestamptz(3) not null,
        place smallint not null,
        ends_at timestamptz(3) not null,
        call_request_id uuid not null,
        primary key (tenant_id, starts_at, place)
      );
      alter table call_place add constraint call_place_call_request_id_unique unique (call_request_id);
      alter table call_place add constraint call_place_check check (place > 0 and ends_at > starts_at);
      alter table call_place enable row level security;
      alter table call_place force row level security;
      create policy call_place_scope on call_place using (tenant_id = ${tenant}) with check (tenant_id = ${tenant});
      alter table call_place
        add foreign key (call_request_id, tenant_id) references call_request (id, tenant_id);
    `);
  }
}
