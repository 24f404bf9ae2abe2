import { Migration } from '@mikro-orm/migrations';

/** How customers get an account, and links of those who have none yet. */
export class SignUp extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant
        add column sign_up_mode text not null default 'INVITATION',
        add column sign_up_domains text[] not null default '{}';
      alter table tenant add constraint tenant_sign_up_mode_check
        check (sign_up_mode in ('CLOSED', 'INVITATION', 'DOMAINS', 'OPEN'));

      alter table account_link alter column user_id drop not null;
      alter table account_link add column newcomer jsonb;
      alter table account_link add constraint account_link_newcomer_check
        check ((kind = 'SIGN_UP') = (newcomer is not null) and (user_id is null) = (newcomer is not null));
      alter table account_link drop constraint account_link_kind_check;
      alter table account_link add constraint account_link_kind_check
        check (kind in ('PASSWORD_RESET', 'INVITATION', 'SIGN_UP'));
    `);
  }
}
