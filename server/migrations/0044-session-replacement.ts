import { Migration } from '@mikro-orm/migrations';
import { forEachTenant } from './for-each-tenant.ts';

/** When and by which device the refresh token of a session was replaced, and an end that no refresh puts off. */
export class SessionReplacement extends Migration {
  override up(): void {
    this.addSql(`
      alter table session
        add column replaced_at timestamptz(3) not null default now(),
        add column replaced_by text not null default '';
    `);
    this.addSql(
      forEachTenant(`
        update session set expires_at = least(
          session.expires_at,
          session.created_at + make_interval(days => case portal_user.role when 'CUSTOMER' then 90 else 30 end),
          session.refreshed_at + make_interval(days => case portal_user.role when 'CUSTOMER' then 30 else 7 end)
        )
        from portal_user where portal_user.id = session.user_id and portal_user.tenant_id = session.tenant_id;
      `),
    );
  }
}
