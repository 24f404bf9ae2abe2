import { domainToASCII, domainToUnicode } from 'node:url';
import { Migration } from '@mikro-orm/migrations';

const given = '(values (?::uuid, ?)) as given (id, email)';

/** Two users of a tenant cannot have one address: where somebody has its one form already, the other stays as it is. */
const updates = {
  portal_user: `update portal_user set email = given.email from ${given} where portal_user.id = given.id and not exists
    (select from portal_user other where other.tenant_id = portal_user.tenant_id and other.email = given.email)`,
  customer: `update customer set email = given.email from ${given} where customer.id = given.id`,
};

/** An email address has one form: in Unicode form NFC, its domain in its own script. */
export class CanonicalEmailAddresses extends Migration {
  override async up(): Promise<void> {
    for (const [table, update] of Object.entries(updates)) {
      await this.execute(`alter table ${table} no force row level security`);
      const rows = await this.execute(`select id, email from ${table} where email ~ '[^ -~]' or email ~ '[@.]xn--'`);
      for (const { id, email } of rows as { id: string; email: string }[]) {
        const canonical = canonicalForm(email);
        if (canonical !== email) await this.execute(update, [id, canonical]);
      }
      await this.execute(`alter table ${table} force row level security`);
    }
  }
}

function canonicalForm(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = domainToUnicode(domainToASCII(email.slice(at + 1)));
  return (domain ? `${email.slice(0, at)}@${domain}` : email).normalize('NFC');
}
