import { Migration } from '@mikro-orm/migrations';

const tenant = `(select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const customer = `(select nullif(current_setting('portal.customer', true), '')::uuid)`;
const user = `(select nullif(current_setting('portal.user', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;
const sameTenant = `tenant_id = ${tenant}`;
const staffOnly = `${sameTenant} and ${staff}`;

/** Teams of agents with a queue of tickets. */
export class Teams extends Migration {
  override up(): void {
    this.addSql(`
      create table team (
        id uuid not null,
        tenant_id uuid not null,
        name text not null,
        archived_at timestamptz(3) null,
        created_at timestamptz(3) not null,
        primary key (id)
      );
      create unique index team_name_index on team (tenant_id, lower(name)) where archived_at is null;
      alter table team add constraint team_id_tenant_id_unique unique (id, tenant_id);
      alter table team add foreign key (tenant_id) references tenant (id);
      alter table team enable row level security;
      alter table team force row level security;
      create policy team_select on team for select using (${staffOnly});
      create policy team_insert on team for insert with check (${staffOnly});
      create policy team_update on team for update using (${staffOnly}) with check (${staffOnly});
      create policy team_delete on team for delete using (${staffOnly});

      create table team_member (
        team_id uuid not null,
        user_id uuid not null,
        tenant_id uuid not null,
        primary key (team_id, user_id)
      );
      create index team_member_user_id_index on team_member (user_id);
      alter table team_member
        add foreign key (team_id, tenant_id) references team (id, tenant_id),
        add foreign key (user_id, tenant_id) references portal_user (id, tenant_id);
      alter table team_member enable row level security;
      alter table team_member force row level security;
      create policy team_member_select on team_member for select using (${sameTenant});
      create policy team_member_insert on team_member for insert with check (${staffOnly});
      create policy team_member_update on team_member for update using (${sameTenant}) with check (${staffOnly});
      create policy team_member_delete on team_member for delete using (${staffOnly});

      alter table ticket add column team_id uuid null;
      alter table ticket add foreign key (team_id, tenant_id) references team (id, tenant_id);
      create index ticket_team_queue_index on ticket (tenant_id, team_id, updated_at, id) where status in ('OPEN', 'PENDING') and team_id is not null;
      drop policy ticket_insert on ticket;
      create policy ticket_insert on ticket for insert with check (${sameTenant} and case when ${staff} then true else customer_id = ${customer} and created_by_id = ${user} and assignee_id is null and team_id is null end);
    `);
  }
}
