import { Migration } from '@mikro-orm/migrations';

/** What organisations have to say of themselves at the end of each page and email. */
export class LegalNotes extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant add column legal_notes jsonb not null default '[]';
      alter table tenant add constraint tenant_legal_notes_check check (jsonb_typeof(legal_notes) = 'array');
    `);
  }
}
