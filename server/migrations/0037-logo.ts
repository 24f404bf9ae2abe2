import { Migration } from '@mikro-orm/migrations';

/** The picture by which people know an organisation. */
export class Logo extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant add column logo_file jsonb;
      alter table tenant add constraint tenant_logo_file_check check (jsonb_typeof(logo_file) = 'object');
    `);
  }
}
