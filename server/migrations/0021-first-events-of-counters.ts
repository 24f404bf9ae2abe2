import { Migration } from '@mikro-orm/migrations';
import { forEachTenant } from './for-each-tenant.ts';

/** Finds the first event of each stream before it locks a counter, which all writers of a tenant need. */
export class FirstEventsOfCounters extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(
      forEachTenant(`
      with first as materialized (
        select min(tenant_sequence) as event from portal_event where tenant_id = each and tenant_sequence > 0
      )
      update tenant_counter set first_event = coalesce(event, last_event + 1) from first where tenant_id = each;
      commit;
      with first as materialized (
        select customer_counter.customer_id as id, min(customer_sequence) filter (where customer_sequence > 0) as event
        from customer_counter left join portal_event on portal_event.customer_id = customer_counter.customer_id
        where customer_counter.tenant_id = each group by 1
      )
      update customer_counter set first_event = coalesce(event, last_event + 1) from first where customer_id = id;
      commit;`),
    );
  }
}
