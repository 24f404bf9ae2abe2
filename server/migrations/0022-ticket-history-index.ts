import { Migration } from '@mikro-orm/migrations';

/** The history of a ticket is found by its ticket. */
export class TicketHistoryIndex extends Migration {
  override up(): void {
    this.addSql(
      `create index portal_event_ticket_id_tenant_sequence_index on portal_event (ticket_id, tenant_sequence);`,
    );
  }
}
