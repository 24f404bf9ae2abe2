import { Migration } from '@mikro-orm/migrations';

/** When the holder of a session last showed who they are; of those that are there already it is long ago. */
export class ProvenSessions extends Migration {
  override up(): void {
    this.addSql(`alter table session add column proven_at timestamptz(3) not null default 'epoch';`);
    this.addSql(`alter table session alter column proven_at drop default;`);
  }
}
