import { Migration } from '@mikro-orm/migrations';

/** Whether customers are asked how they were helped. */
export class FeedbackSwitch extends Migration {
  override up(): void {
    this.addSql(`alter table tenant add column feedback_enabled boolean not null default true`);
  }
}
