import { Migration } from '@mikro-orm/migrations';

const tenant = `(select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/** What a tenant has set moves to tables of its nouns. A tenant without its settings cannot be committed. */
export class Settings extends Migration {
  override up(): void {
    this.addSql(`
      create table opening_hours (
        tenant_id uuid not null,
        time_zone text not null default 'UTC',
        week jsonb not null default '[{"weekday":"MONDAY","opensAt":"09:00","closesAt":"17:00"},{"weekday":"TUESDAY","opensAt":"09:00","closesAt":"17:00"},{"weekday":"WEDNESDAY","opensAt":"09:00","closesAt":"17:00"},{"weekday":"THURSDAY","opensAt":"09:00","closesAt":"17:00"},{"weekday":"FRIDAY","opensAt":"09:00","closesAt":"17:00"}]',
        holidays text[] not null default '{}',
        slot_minutes smallint not null default 30,
        slot_capacity smallint not null default 1,
        reminder_minutes smallint not null default 30,
        primary key (tenant_id)
      );
      alter table opening_hours add constraint opening_hours_week_check check (jsonb_typeof(week) = 'array');
      alter table opening_hours add constraint opening_hours_calls_check
        check (slot_minutes between 10 and 240 and slot_capacity between 1 and 100 and (reminder_minutes = 0 or reminder_minutes between 5 and 1440));

      create table attachment_settings (
        tenant_id uuid not null,
        maximum_size int not null default 10485760,
        maximum_count smallint not null default 10,
        content_types text[],
        primary key (tenant_id)
      );
      alter table attachment_settings add constraint attachment_settings_limits_check
        check (maximum_size between 1 and 104857600 and maximum_count between 0 and 10);

      alter table tenant no force row level security;
      insert into opening_hours
        select id, time_zone, opening_week, holidays, call_slot_minutes, call_slot_capacity, call_reminder_minutes from tenant;
      insert into attachment_settings
        select id, attachment_maximum_size, attachment_maximum_count, attachment_types from tenant;
      alter table opening_hours add foreign key (tenant_id) references tenant (id);
      alter table attachment_settings add foreign key (tenant_id) references tenant (id);
      alter table tenant
        add foreign key (id) references opening_hours (tenant_id) deferrable initially deferred,
        add foreign key (id) references attachment_settings (tenant_id) deferrable initially deferred,
        drop column time_zone,
        drop column opening_week,
        drop column holidays,
        drop column call_slot_minutes,
        drop column call_slot_capacity,
        drop column call_reminder_minutes,
        drop column attachment_maximum_size,
        drop column attachment_maximum_count,
        drop column attachment_types;
      alter table tenant force row level security;

      alter table opening_hours enable row level security;
      alter table opening_hours force row level security;
      create policy opening_hours_scope on opening_hours
        using (tenant_id = ${tenant})
        with check (tenant_id = ${tenant} and ${staff});
      alter table attachment_settings enable row level security;
      alter table attachment_settings force row level security;
      create policy attachment_settings_scope on attachment_settings
        using (tenant_id = ${tenant})
        with check (tenant_id = ${tenant} and ${staff});
    `);
  }
}
