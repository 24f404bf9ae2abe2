import { Migration } from '@mikro-orm/migrations';

const tenant = `(select nullif(current_setting('portal.tenant', true), '')::uuid)`;
const customer = `(select nullif(current_setting('portal.customer', true), '')::uuid)`;
const user = `(select nullif(current_setting('portal.user', true), '')::uuid)`;
const staff = `(select nullif(current_setting('portal.access', true), '')) = 'staff'`;
const system = `(select nullif(current_setting('portal.access', true), '')) = 'system'`;
const sameTenant = `tenant_id = ${tenant}`;
const sameCustomer = `customer_id = ${customer}`;
const staffOnly = `${sameTenant} and ${staff}`;

/** Less may be written than is seen: a policy for each command, and triggers for columns customers may not change. */
export class WritePolicies extends Migration {
  override up(): void {
    // all at once or, while somebody else is at work with one of them, again later
    this.addSql("set local statement_timeout = '400ms'");
    this.addSql(
      'lock table account_link, article, article_rating, article_solution, article_term, article_word, attachment, attachment_settings, call_place, call_request, customer, customer_counter, feedback, mail_delivery, message, notification, opening_hours, portal_event, portal_user, session, tenant, tenant_counter, ticket in access exclusive mode',
    );
    this.addSql('set local statement_timeout = 0');
    this.addSql(`
      drop policy account_link_scope on account_link;
      create policy account_link_select on account_link for select using (${staffOnly});
      create policy account_link_insert on account_link for insert with check (${staffOnly});
      create policy account_link_update on account_link for update using (${staffOnly})
        with check (${staffOnly});
      create policy account_link_delete on account_link for delete using (${staffOnly});

      drop policy article_scope on article;
      create policy article_select on article for select using (${sameTenant} and case when ${staff} then true else published end);
      create policy article_insert on article for insert with check (${staffOnly});
      create policy article_update on article for update using (${sameTenant} and case when ${staff} then true else published end)
        with check (${staffOnly});
      create policy article_delete on article for delete using (${staffOnly});

      drop policy article_rating_scope on article_rating;
      create policy article_rating_select on article_rating for select using (${sameTenant} and case when ${staff} then true else ${sameCustomer} end);
      create policy article_rating_insert on article_rating for insert with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} and user_id = ${user} end);
      create policy article_rating_update on article_rating for update using (${sameTenant} and case when ${staff} then true else ${sameCustomer} and user_id = ${user} end)
        with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} and user_id = ${user} end);
      create policy article_rating_delete on article_rating for delete using (${staffOnly});
      create function article_rating_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['helpful', 'rated_at'] is distinct from to_jsonb(old) - array['helpful', 'rated_at'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on article_rating for each row
        when (current_setting('portal.access', true) = 'customer') execute function article_rating_customers_change_fn();

      drop policy article_solution_scope on article_solution;
      create policy article_solution_select on article_solution for select using (${sameTenant} and case when ${staff} then true else ${sameCustomer} end);
      create policy article_solution_insert on article_solution for insert with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} and user_id = ${user} end);
      create policy article_solution_update on article_solution for update using (${staffOnly})
        with check (${staffOnly});
      create policy article_solution_delete on article_solution for delete using (${staffOnly});

      drop policy article_term_scope on article_term;
      create policy article_term_select on article_term for select using (${sameTenant} and case when ${staff} then true else published end);
      create policy article_term_insert on article_term for insert with check (${staffOnly});
      create policy article_term_update on article_term for update using (${sameTenant} and case when ${staff} then true else published end)
        with check (${staffOnly});
      create policy article_term_delete on article_term for delete using (${staffOnly});

      drop policy article_word_scope on article_word;
      create policy article_word_select on article_word for select using (${sameTenant} and case when ${staff} then true else published end);
      create policy article_word_insert on article_word for insert with check (${staffOnly});
      create policy article_word_update on article_word for update using (${sameTenant} and case when ${staff} then true else published end)
        with check (${staffOnly});
      create policy article_word_delete on article_word for delete using (${staffOnly});

      drop policy attachment_scope on attachment;
      create policy attachment_select on attachment for select using (${sameTenant} and case when message_id is null then uploader_id = ${user} or (${staff} and ${user} is null) else case when ${staff} then true else ${sameCustomer} and not internal end end);
      create policy attachment_insert on attachment for insert with check (${sameTenant} and case when ${staff} then case when ${user} is null then true else uploader_id = ${user} or message_id is not null end else ${sameCustomer} and uploader_id = ${user} and message_id is null end);
      create policy attachment_update on attachment for update using (${sameTenant} and case when ${staff} then case when ${user} is null then true else uploader_id = ${user} or message_id is not null end else ${sameCustomer} and uploader_id = ${user} and message_id is null end)
        with check (${sameTenant} and case when ${staff} then case when ${user} is null then true else uploader_id = ${user} or message_id is not null end else ${sameCustomer} and uploader_id = ${user} and not internal end);
      create policy attachment_delete on attachment for delete using (${sameTenant} and case when ${staff} then case when ${user} is null then true else uploader_id = ${user} or message_id is not null end else ${sameCustomer} and uploader_id = ${user} and message_id is null end);
      create function attachment_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['message_id', 'ticket_id', 'internal', 'claimed_at', 'position'] is distinct from to_jsonb(old) - array['message_id', 'ticket_id', 'internal', 'claimed_at', 'position'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on attachment for each row
        when (current_setting('portal.access', true) = 'customer') execute function attachment_customers_change_fn();

      drop policy attachment_settings_scope on attachment_settings;
      create policy attachment_settings_select on attachment_settings for select using (${sameTenant});
      create policy attachment_settings_insert on attachment_settings for insert with check (${staffOnly});
      create policy attachment_settings_update on attachment_settings for update using (${sameTenant})
        with check (${staffOnly});
      create policy attachment_settings_delete on attachment_settings for delete using (${staffOnly});

      drop policy call_place_scope on call_place;
      create policy call_place_select on call_place for select using (${sameTenant});
      create policy call_place_insert on call_place for insert with check (${sameTenant} and case when ${staff} then true else exists (select from call_request where call_request.id = call_request_id) end);
      create policy call_place_update on call_place for update using (${staffOnly})
        with check (${staffOnly});
      create policy call_place_delete on call_place for delete using (${sameTenant} and case when ${staff} then true else exists (select from call_request where call_request.id = call_request_id) end);

      drop policy call_request_scope on call_request;
      create policy call_request_select on call_request for select using (${sameTenant} and case when ${staff} then true else ${sameCustomer} end);
      create policy call_request_insert on call_request for insert with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} and requested_by_id = ${user} and handled_by_id is null end);
      create policy call_request_update on call_request for update using (${sameTenant} and case when ${staff} then true else ${sameCustomer} end)
        with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} end);
      create policy call_request_delete on call_request for delete using (${staffOnly});
      create function call_request_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['status', 'scheduled_at', 'scheduled_end_at', 'due_at', 'outcome', 'handled_by_id', 'calendar_sequence', 'reminded_at', 'ended_at', 'updated_at'] is distinct from to_jsonb(old) - array['status', 'scheduled_at', 'scheduled_end_at', 'due_at', 'outcome', 'handled_by_id', 'calendar_sequence', 'reminded_at', 'ended_at', 'updated_at'] or new.handled_by_id is not null and new.handled_by_id is distinct from old.handled_by_id then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on call_request for each row
        when (current_setting('portal.access', true) = 'customer') execute function call_request_customers_change_fn();

      drop policy customer_scope on customer;
      create policy customer_select on customer for select using (${sameTenant} and case when ${staff} then true else id = ${customer} end);
      create policy customer_insert on customer for insert with check (${staffOnly});
      create policy customer_update on customer for update using (${sameTenant} and case when ${staff} then true else id = ${customer} end)
        with check (${sameTenant} and case when ${staff} then true else id = ${customer} end);
      create policy customer_delete on customer for delete using (${staffOnly});
      create function customer_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['name', 'phone', 'locale', 'time_zone'] is distinct from to_jsonb(old) - array['name', 'phone', 'locale', 'time_zone'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on customer for each row
        when (current_setting('portal.access', true) = 'customer') execute function customer_customers_change_fn();

      drop policy customer_counter_scope on customer_counter;
      create policy customer_counter_select on customer_counter for select using (${sameTenant} and case when ${staff} then true else ${sameCustomer} end);
      create policy customer_counter_insert on customer_counter for insert with check (${staffOnly});
      create policy customer_counter_update on customer_counter for update using (${sameTenant} and case when ${staff} then true else ${sameCustomer} end)
        with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} end);
      create policy customer_counter_delete on customer_counter for delete using (${staffOnly});
      create function customer_counter_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['last_event'] is distinct from to_jsonb(old) - array['last_event'] or new.last_event < old.last_event then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on customer_counter for each row
        when (current_setting('portal.access', true) = 'customer') execute function customer_counter_customers_change_fn();

      drop policy feedback_scope on feedback;
      create policy feedback_select on feedback for select using (${sameTenant} and case when ${staff} then true else ${sameCustomer} end);
      create policy feedback_insert on feedback for insert with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} and author_id = ${user} end);
      create policy feedback_update on feedback for update using (${sameTenant} and case when ${staff} then true else ${sameCustomer} end)
        with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} and author_id = ${user} end);
      create policy feedback_delete on feedback for delete using (${staffOnly});
      create function feedback_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['author_id', 'rating', 'comment', 'updated_at'] is distinct from to_jsonb(old) - array['author_id', 'rating', 'comment', 'updated_at'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on feedback for each row
        when (current_setting('portal.access', true) = 'customer') execute function feedback_customers_change_fn();

      drop policy mail_delivery_scope on mail_delivery;
      create policy mail_delivery_select on mail_delivery for select using (${staffOnly});
      create policy mail_delivery_insert on mail_delivery for insert with check (${staffOnly});
      create policy mail_delivery_update on mail_delivery for update using (${staffOnly})
        with check (${staffOnly});
      create policy mail_delivery_delete on mail_delivery for delete using (${staffOnly});

      drop policy message_scope on message;
      create policy message_select on message for select using (${sameTenant} and case when ${staff} then true else ${sameCustomer} and not internal end);
      create policy message_insert on message for insert with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} and author_id = ${user} and not internal end);
      create policy message_update on message for update using (${staffOnly})
        with check (${staffOnly});
      create policy message_delete on message for delete using (${staffOnly});

      drop policy notification_scope on notification;
      create policy notification_select on notification for select using (${sameTenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end);
      create policy notification_insert on notification for insert with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} and actor_id = ${user} end);
      create policy notification_update on notification for update using (${sameTenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end)
        with check (${sameTenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end);
      create policy notification_delete on notification for delete using (${staffOnly} and ${user} is null);
      create function notification_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['read_at'] is distinct from to_jsonb(old) - array['read_at'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on notification for each row
        when (current_setting('portal.access', true) = 'customer') execute function notification_customers_change_fn();

      drop policy opening_hours_scope on opening_hours;
      create policy opening_hours_select on opening_hours for select using (${sameTenant});
      create policy opening_hours_insert on opening_hours for insert with check (${staffOnly});
      create policy opening_hours_update on opening_hours for update using (${sameTenant})
        with check (${staffOnly});
      create policy opening_hours_delete on opening_hours for delete using (${staffOnly});

      drop policy portal_event_scope on portal_event;
      create policy portal_event_select on portal_event for select using (${sameTenant} and case when ${staff} then true else ${sameCustomer} and not internal end);
      create policy portal_event_insert on portal_event for insert with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} end);
      create policy portal_event_update on portal_event for update using (${staffOnly})
        with check (${staffOnly});
      create policy portal_event_delete on portal_event for delete using (${staffOnly} and ${user} is null);

      drop policy portal_user_scope on portal_user;
      create policy portal_user_select on portal_user for select using (${sameTenant} and case when ${staff} then true else ${sameCustomer} or role <> 'CUSTOMER' end);
      create policy portal_user_insert on portal_user for insert with check (${staffOnly});
      create policy portal_user_update on portal_user for update using (${sameTenant} and case when ${staff} then true else id = ${user} end)
        with check (${sameTenant} and case when ${staff} then true else id = ${user} end);
      create policy portal_user_delete on portal_user for delete using (${staffOnly});
      create function portal_user_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['name', 'phone', 'locale', 'time_zone', 'theme', 'muted_mails'] is distinct from to_jsonb(old) - array['name', 'phone', 'locale', 'time_zone', 'theme', 'muted_mails'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on portal_user for each row
        when (current_setting('portal.access', true) = 'customer') execute function portal_user_customers_change_fn();

      drop policy session_scope on session;
      create policy session_select on session for select using (${sameTenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end);
      create policy session_insert on session for insert with check (${staffOnly} and ${user} is null);
      create policy session_update on session for update using (${sameTenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end)
        with check (${sameTenant} and case when user_id = ${user} then true else ${staff} and ${user} is null end);
      create policy session_delete on session for delete using (${staffOnly} and ${user} is null);
      create function session_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['ended_at'] is distinct from to_jsonb(old) - array['ended_at'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on session for each row
        when (current_setting('portal.access', true) = 'customer') execute function session_customers_change_fn();

      drop policy tenant_scope on tenant;
      create policy tenant_select on tenant for select using (id = ${tenant} or slug = (select nullif(current_setting('portal.tenant_slug', true), '')) or domain = (select nullif(current_setting('portal.tenant_domain', true), '')) or ${system});
      create policy tenant_insert on tenant for insert with check (case when ${staff} then id = ${tenant} else ${system} end);
      create policy tenant_update on tenant for update using (case when ${staff} then id = ${tenant} else ${system} end)
        with check (case when ${staff} then id = ${tenant} else ${system} end);
      create policy tenant_delete on tenant for delete using (case when ${staff} then id = ${tenant} else ${system} end);

      drop policy tenant_counter_scope on tenant_counter;
      create policy tenant_counter_select on tenant_counter for select using (${sameTenant});
      create policy tenant_counter_insert on tenant_counter for insert with check (${staffOnly});
      create policy tenant_counter_update on tenant_counter for update using (${sameTenant})
        with check (${sameTenant});
      create policy tenant_counter_delete on tenant_counter for delete using (${staffOnly});
      create function tenant_counter_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['last_ticket', 'last_event'] is distinct from to_jsonb(old) - array['last_ticket', 'last_event'] or new.last_ticket < old.last_ticket or new.last_event < old.last_event then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on tenant_counter for each row
        when (current_setting('portal.access', true) = 'customer') execute function tenant_counter_customers_change_fn();

      drop policy ticket_scope on ticket;
      create policy ticket_select on ticket for select using (${sameTenant} and case when ${staff} then true else ${sameCustomer} end);
      create policy ticket_insert on ticket for insert with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} and created_by_id = ${user} and assignee_id is null end);
      create policy ticket_update on ticket for update using (${sameTenant} and case when ${staff} then true else ${sameCustomer} end)
        with check (${sameTenant} and case when ${staff} then true else ${sameCustomer} end);
      create policy ticket_delete on ticket for delete using (${staffOnly});
      create function ticket_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['status', 'public_message_count', 'message_count', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'updated_at'] is distinct from to_jsonb(old) - array['status', 'public_message_count', 'message_count', 'last_public_message_at', 'last_message_at', 'feedback_declined_at', 'updated_at'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
      create trigger customers_change before update on ticket for each row
        when (current_setting('portal.access', true) = 'customer') execute function ticket_customers_change_fn();
    `);
  }
}
