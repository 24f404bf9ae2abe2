import { Migration } from '@mikro-orm/migrations';

/** Mails beyond the limit of a recipient wait, to be sent together. */
export class GatheredMails extends Migration {
  override up(): void {
    this.addSql(`
      alter table mail_delivery add column is_held boolean not null default false;
      alter table mail_delivery add column digest_id uuid;
      create index mail_delivery_tenant_id_user_id_sent_at_index on mail_delivery (tenant_id, user_id, sent_at);
      create index mail_delivery_held_index on mail_delivery (tenant_id, user_id) where is_held and sent_at is null;
    `);
  }
}
