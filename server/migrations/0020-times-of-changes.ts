import { Migration } from '@mikro-orm/migrations';

/** Fills the times of changes of what is there already: tenant by tenant, a thousand rows at a time, so that nobody waits for long. */
export class TimesOfChanges extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`
      do $$
      declare
        each uuid;
        last uuid;
      begin
        perform set_config('portal.access', 'system', false);
        for each in select id from tenant loop
          perform set_config('portal.tenant', each::text, false), set_config('portal.access', 'staff', false);
          ${inBatches('ticket', 'public_updated_at = ticket.updated_at')}
          ${inBatches('customer', 'updated_at = customer.created_at')}
          perform set_config('portal.access', 'system', false);
        end loop;
        perform set_config('portal.tenant', '', false), set_config('portal.access', '', false);
      end $$;
    `);
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
