import { Migration } from '@mikro-orm/migrations';

/** The database checks that a language is a tag; which there are is known by the catalogues, so a new one needs no migration. */
export class Languages extends Migration {
  override up(): void {
    this.addSql(`
      alter table portal_user drop constraint portal_user_locale_check;
      alter table portal_user add constraint portal_user_locale_check check (locale ~ '^[a-z]{2,3}$');
      alter table article drop constraint article_language_check;
      alter table article add constraint article_language_check check (language ~ '^[a-z]{2,3}$');
    `);
  }
}
