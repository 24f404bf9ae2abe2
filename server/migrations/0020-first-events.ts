import { Migration } from '@mikro-orm/migrations';

const tenant = `(select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const user = `(select nullif(current_setting('portal.user', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/** Events are kept as long as what they are about and never changed; the counters know the first that a stream still has. */
export class FirstEvents extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant_counter add column first_event bigint not null default '1';
      alter table customer_counter add column first_event bigint not null default '1';
      drop policy portal_event_update on portal_event;
      create policy portal_event_update on portal_event for update using (false) with check (false);
      drop policy portal_event_delete on portal_event;
      create policy portal_event_delete on portal_event for delete using (tenant_id = ${tenant} and ${staff} and ${user} is null and user_id is not null);
    `);
  }
}
