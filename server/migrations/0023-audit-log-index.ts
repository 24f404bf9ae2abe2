import { Migration } from '@mikro-orm/migrations';

/** The audit log is found by who did something. */
export class AuditLogIndex extends Migration {
  override up(): void {
    this.addSql(
      `create index portal_event_tenant_id_actor_id_tenant_sequence_index on portal_event (tenant_id, actor_id, tenant_sequence);`,
    );
  }
}
