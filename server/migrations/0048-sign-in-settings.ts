import { Migration } from '@mikro-orm/migrations';

const methods = `text[] not null default '{PASSWORD,EMAIL,PASSKEY}'`;

/** How people of each role sign in. */
export class SignInSettings extends Migration {
  override up(): void {
    this.addSql(`
      alter table tenant
        add column customer_sign_in_methods ${methods},
        add column agent_sign_in_methods ${methods},
        add column admin_sign_in_methods ${methods},
        add column second_factor_demanded boolean not null default false;
    `);
  }
}
