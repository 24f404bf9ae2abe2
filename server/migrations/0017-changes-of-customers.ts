import { Migration } from '@mikro-orm/migrations';

/** When a customer was last changed; customers and articles can be sorted by when that was, and by when they were made. */
export class ChangesOfCustomers extends Migration {
  override up(): void {
    this.addSql(`
      alter table customer add column updated_at timestamptz(3) not null default now();
      create index customer_tenant_id_created_at_id_index on customer (tenant_id, created_at, id);
      create index customer_tenant_id_updated_at_id_index on customer (tenant_id, updated_at, id);
      create index article_tenant_id_created_at_id_index on article (tenant_id, created_at, id);
      create or replace function customer_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['name', 'phone', 'locale', 'time_zone', 'updated_at'] is distinct from to_jsonb(old) - array['name', 'phone', 'locale', 'time_zone', 'updated_at'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
    `);
  }
}
