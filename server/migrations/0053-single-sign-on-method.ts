import { Migration } from '@mikro-orm/migrations';

const columns = ['customer_sign_in_methods', 'agent_sign_in_methods', 'admin_sign_in_methods'];
const all = '{PASSWORD,EMAIL,PASSKEY,SINGLE_SIGN_ON}';

/** Where single sign-on is offered, every role may use it until admins choose otherwise. */
export class SingleSignOnMethod extends Migration {
  override up(): void {
    for (const column of columns) {
      this.addSql(`
        alter table tenant alter column ${column} set default '${all}';
        update tenant set ${column} = '${all}' where ${column} = '{PASSWORD,EMAIL,PASSKEY}';
      `);
    }
  }
}
