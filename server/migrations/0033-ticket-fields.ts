import { Migration } from '@mikro-orm/migrations';

const tenant = `tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;
const customer = `customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid)`;
const staffOnly = `${tenant} and ${staff}`;
const staffOr = (rule: string) => `${tenant} and case when ${staff} then true else ${rule} end`;

/** What tenants ask of their tickets beside what every ticket has, and what was answered. */
export class TicketFields extends Migration {
  override up(): void {
    this.addSql(`
      create table ticket_field (
        id uuid not null,
        tenant_id uuid not null,
        kind text not null,
        internal boolean not null,
        required boolean not null,
        archived boolean not null default false,
        position smallint not null,
        labels json not null,
        hints json not null,
        choices json not null,
        primary key (id)
      );
      create index ticket_field_tenant_id_position_id_index on ticket_field (tenant_id, position, id);
      alter table ticket_field add constraint ticket_field_id_tenant_id_kind_internal_unique unique (id, tenant_id, kind, internal);
      alter table ticket_field add constraint ticket_field_kind_check check (kind in ('TEXT', 'NUMBER', 'CHOICE', 'DATE', 'YES_NO'));
      alter table ticket_field add constraint ticket_field_choices_check check (json_typeof(choices) = 'array');
      alter table ticket_field add foreign key (tenant_id) references tenant (id);
      alter table ticket_field enable row level security;
      alter table ticket_field force row level security;
      create policy ticket_field_select on ticket_field for select using (${staffOr('not internal')});
      create policy ticket_field_insert on ticket_field for insert with check (${staffOnly});
      create policy ticket_field_update on ticket_field for update using (${staffOnly}) with check (${staffOnly});
      create policy ticket_field_delete on ticket_field for delete using (${staffOnly});

      create table ticket_field_value (
        ticket_id uuid not null,
        field_id uuid not null,
        tenant_id uuid not null,
        customer_id uuid not null,
        kind text not null,
        internal boolean not null,
        text text,
        text_key text generated always as (md5(lower(text))) stored,
        number numeric(15, 3),
        number_key bigint generated always as ((number * 1000)::bigint) stored,
        choice_id uuid,
        date date,
        yes_no boolean,
        primary key (ticket_id, field_id)
      );
      create index ticket_field_value_text_key_index on ticket_field_value (field_id, text_key) where text_key is not null;
      create index ticket_field_value_number_key_index on ticket_field_value (field_id, number_key) where number_key is not null;
      create index ticket_field_value_choice_id_index on ticket_field_value (field_id, choice_id) where choice_id is not null;
      create index ticket_field_value_date_index on ticket_field_value (field_id, date) where date is not null;
      create index ticket_field_value_yes_no_index on ticket_field_value (field_id, yes_no) where yes_no is not null;
      alter table ticket_field_value add constraint ticket_field_value_kind_check check (num_nonnulls(text, number, choice_id, date, yes_no) = 1 and case kind when 'TEXT' then text is not null when 'NUMBER' then number is not null when 'CHOICE' then choice_id is not null when 'DATE' then date is not null else yes_no is not null end);
      alter table ticket_field_value
        add foreign key (ticket_id, tenant_id, customer_id) references ticket (id, tenant_id, customer_id),
        add foreign key (field_id, tenant_id, kind, internal) references ticket_field (id, tenant_id, kind, internal);
      alter table ticket_field_value enable row level security;
      alter table ticket_field_value force row level security;
      create policy ticket_field_value_select on ticket_field_value for select using (${staffOr(`${customer} and not internal`)});
      create policy ticket_field_value_insert on ticket_field_value for insert with check (${staffOr(`${customer} and not internal`)});
      create policy ticket_field_value_update on ticket_field_value for update using (${staffOnly}) with check (${staffOnly});
      create policy ticket_field_value_delete on ticket_field_value for delete using (${staffOnly});
    `);
  }
}
