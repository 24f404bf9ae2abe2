import { Migration } from '@mikro-orm/migrations';
import { forEachTenant } from './for-each-tenant.ts';

const sameTenant = `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const isStaff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;
const staffOnly = `${sameTenant} and ${isStaff}`;

/** What is one category, however it was typed. */
const spelling = (text: string) => `lower(regexp_replace(${text}, '\\s+', '', 'g'))`;

/** How many of those that customers typed go on being offered. */
const mostOffered = 20;

/** What tickets can be about is what the admins of a tenant offer, no longer what each customer types. */
export class Categories extends Migration {
  override up(): void {
    this.addSql(`
      create table category (
        id uuid not null,
        tenant_id uuid not null,
        names jsonb not null,
        position int not null,
        archived boolean not null default false,
        primary key (id)
      );
      create index category_tenant_id_position_id_index on category (tenant_id, position, id);
      alter table category add constraint category_id_tenant_id_unique unique (id, tenant_id);
      alter table category add constraint category_names_check check (jsonb_typeof(names) = 'array');
      alter table category add foreign key (tenant_id) references tenant (id);
      alter table ticket add column category_id uuid;
      create index ticket_tenant_id_category_id_updated_at_id_index on ticket (tenant_id, category_id, updated_at, id);
      alter table ticket add foreign key (category_id, tenant_id) references category (id, tenant_id);
      alter table category enable row level security;
      alter table category force row level security;
      create policy category_select on category for select
        using (${sameTenant} and case when ${isStaff} then true else not archived or exists (select from ticket where ticket.category_id = category.id) end);
      create policy category_insert on category for insert with check (${staffOnly});
      create policy category_update on category for update using (${staffOnly}) with check (${staffOnly});
      create policy category_delete on category for delete using (${staffOnly});
    `);
    this.addSql(
      forEachTenant(`
        insert into category (id, tenant_id, names, position, archived)
        select gen_random_uuid(), each, (
            select jsonb_agg(jsonb_build_object('locale', locale, 'text', typed.name) order by locale)
            from tenant cross join unnest(tenant.locales) as locale where tenant.id = each
          ), position, position > ${mostOffered}
        from (
          select name, row_number() over (order by uses desc, name) as position from (
            select mode() within group (order by category) as name, count(*) as uses
            from ticket where ${spelling('category')} <> '' group by ${spelling('category')}
          ) as counted
        ) as typed;
        update ticket set category_id = category.id
        from category where ${spelling('ticket.category')} = ${spelling("names -> 0 ->> 'text'")};`),
    );
    // tickets are found by the names of their category from now on: all are indexed anew
    this.addSql(`
      alter table ticket drop column category;
      update search.ticket_progress set indexed_event = -9223372036854775808;
    `);
  }
}
