import { Migration } from '@mikro-orm/migrations';
import { forEachTenant } from './for-each-tenant.ts';

/** Fills the times of changes of what is there already, a thousand rows at a time. */
export class TimesOfChanges extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(
      forEachTenant(
        inBatches('ticket', 'public_updated_at = ticket.updated_at') +
          inBatches('customer', 'updated_at = customer.created_at'),
        'last uuid;',
      ),
    );
  }
}

const inBatches = (table: string, change: string) => `
      last := '00000000-0000-0000-0000-000000000000';
      while last is not null loop
        with batch as (
          select id from ${table} where tenant_id = each and id > last order by id limit 1000
        ), changed as (
          update ${table} set ${change} from batch where ${table}.id = batch.id
        )
        select id into last from batch order by id desc limit 1;
        commit;
      end loop;`;
