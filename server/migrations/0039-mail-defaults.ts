import { Migration } from '@mikro-orm/migrations';

/** Which kinds of notification are sent by email to whoever has not chosen, and the emails that people have chosen to get. */
export class MailDefaults extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant add column muted_mails jsonb not null default '{}';
      alter table portal_user add column wanted_mails text[] not null default '{}';
      create or replace function portal_user_customers_change_fn() returns trigger as $$ begin if to_jsonb(new) - array['name', 'phone', 'locale', 'time_zone', 'theme', 'muted_mails', 'wanted_mails'] is distinct from to_jsonb(old) - array['name', 'phone', 'locale', 'time_zone', 'theme', 'muted_mails', 'wanted_mails'] then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new; end; $$ language plpgsql;
    `);
  }
}
