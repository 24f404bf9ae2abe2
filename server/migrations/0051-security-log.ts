import { Migration } from '@mikro-orm/migrations';

const sameTenant = `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const staffOnly = `${sameTenant} and (select nullif(current_setting('portal.access', true), '')) = 'staff'`;
const portalOnly = `${staffOnly} and (select nullif(current_setting('portal.user', true), '')::uuid) is null`;

/** Where events of security came from, and the event that an email about an account tells of. */
export class SecurityLog extends Migration {
  override up(): void {
    this.addSql(`
      create table event_origin (
        tenant_id uuid not null,
        tenant_sequence bigint not null,
        address text,
        user_agent text,
        attempts integer not null default 1,
        attempt_key text,
        primary key (tenant_id, tenant_sequence)
      );
      alter table event_origin add foreign key (tenant_id, tenant_sequence) references portal_event (tenant_id, tenant_sequence) on delete cascade;
      alter table event_origin add constraint event_origin_tenant_id_attempt_key_unique unique (tenant_id, attempt_key);
      alter table event_origin enable row level security;
      alter table event_origin force row level security;
      create policy event_origin_select on event_origin for select using (${staffOnly});
      create policy event_origin_insert on event_origin for insert with check (${sameTenant});
      create policy event_origin_update on event_origin for update using (${portalOnly}) with check (${portalOnly});
      create policy event_origin_delete on event_origin for delete using (${portalOnly});
      alter table mail_delivery add column origin_sequence bigint;
    `);
  }
}
