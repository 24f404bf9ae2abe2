import { Migration } from '@mikro-orm/migrations';

const tenant = `(select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const customer = `(select nullif(current_setting('portal.customer', true), '')::uuid)`;
const user = `(select nullif(current_setting('portal.user', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/** Events say who did it and what changed; customers write none in the name of somebody else. */
export class EventsOfEveryChange extends Migration {
  override up(): void {
    this.addSql(`
      alter table portal_event
        add column actor_id uuid,
        add column changes jsonb;
      alter table portal_event
        add foreign key (actor_id, tenant_id) references portal_user (id, tenant_id);
      drop policy portal_event_insert on portal_event;
      create policy portal_event_insert on portal_event for insert with check (tenant_id = ${tenant} and case when ${staff} then true else customer_id = ${customer} and coalesce(actor_id = ${user}, true) end);
    `);
  }
}
