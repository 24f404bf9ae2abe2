import { Migration } from '@mikro-orm/migrations';

/** When users were last there, tenants that are suspended, and links with which a tenant is set up. */
export class FirstStart extends Migration {
  override up(): void {
    this.addSql(`
      alter table portal_user add column last_active_at timestamptz(3);
      alter table tenant add column suspended_at timestamptz(3);
      create table operations.setup_link (
        id uuid not null primary key,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        used_at timestamptz(3)
      );
    `);
  }
}
