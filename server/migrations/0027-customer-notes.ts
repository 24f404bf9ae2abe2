import { Migration } from '@mikro-orm/migrations';

const staffOnly =
  `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) ` +
  `and (select nullif(current_setting('portal.access', true), '')) = 'staff'`;

/** What staff note about a customer, who never sees it. */
export class CustomerNotes extends Migration {
  override up(): void {
    this.addSql(`
      create table customer_note (
        id uuid not null,
        tenant_id uuid not null,
        customer_id uuid not null,
        author_id uuid not null,
        body text not null,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        primary key (id)
      );
      create index customer_note_customer_id_created_at_id_index on customer_note (customer_id, created_at, id);
      alter table customer_note add constraint customer_note_id_tenant_id_unique unique (id, tenant_id);
      alter table customer_note
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id),
        add foreign key (author_id, tenant_id) references portal_user (id, tenant_id);
      alter table customer_note enable row level security;
      alter table customer_note force row level security;
      create policy customer_note_select on customer_note for select using (${staffOnly});
      create policy customer_note_insert on customer_note for insert with check (${staffOnly});
      create policy customer_note_update on customer_note for update using (${staffOnly}) with check (${staffOnly});
      create policy customer_note_delete on customer_note for delete using (${staffOnly});
    `);
  }
}
