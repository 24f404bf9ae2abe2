import { Migration } from '@mikro-orm/migrations';

/** Feedback on tickets, one a ticket, and the wish not to be asked for it; what a notification says, and that it was read. */
export class Feedback extends Migration {
  override up(): void {
    this.addSql(`
      alter table ticket add column feedback_declined_at timestamptz(3);

      alter table notification add column status_to text;
      -- staff read notifications of many customers at once
      alter table portal_event alter column customer_id drop not null;

      create table feedback (
        id uuid not null,
        tenant_id uuid not null,
        customer_id uuid not null,
        ticket_id uuid not null,
        author_id uuid not null,
        agent_id uuid,
        rating smallint not null,
        comment text,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        primary key (id)
      );
      create index feedback_tenant_id_created_at_id_index on feedback (tenant_id, created_at, id);
      alter table feedback add constraint feedback_ticket_id_unique unique (ticket_id);
      alter table feedback add constraint feedback_rating_check check (rating between 1 and 5);
      alter table feedback enable row level security;
      alter table feedback force row level security;
      create policy feedback_scope on feedback
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) end);
      alter table feedback
        add foreign key (ticket_id, tenant_id, customer_id) references ticket (id, tenant_id, customer_id),
        add foreign key (author_id, tenant_id) references portal_user (id, tenant_id),
        add foreign key (agent_id, tenant_id) references portal_user (id, tenant_id);
    `);
  }
}
