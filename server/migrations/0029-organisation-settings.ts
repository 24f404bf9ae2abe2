import { Migration } from '@mikro-orm/migrations';

/** What admins choose of the face of their organisation, and whether and how soon it can be called. */
export class OrganisationSettings extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant
        add column accent_color text,
        add column mail_sender_name text,
        add column mail_reply_to text,
        add column default_locale text not null default 'en',
        add column locales text[] not null default '{bn,en}';
      alter table tenant add constraint tenant_accent_color_check check (accent_color ~ '^#[0-9a-f]{6}$');
      alter table tenant add constraint tenant_locales_check check (default_locale = any(locales));

      alter table opening_hours
        add column calls_enabled boolean not null default true,
        add column notice_minutes int not null default 0;
      alter table opening_hours drop constraint opening_hours_calls_check;
      alter table opening_hours add constraint opening_hours_calls_check
        check (slot_minutes between 10 and 240 and slot_capacity between 1 and 100 and (reminder_minutes = 0 or reminder_minutes between 5 and 1440) and notice_minutes between 0 and 10080);
    `);
  }
}
