import type { Opt } from '@mikro-orm/postgresql';
import { Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';
import type { FieldChange } from './event-row.ts';

/**
 * Written by `record` only, and never changed. What customers may never see has no number in their stream and is internal.
 * Those of before there were events have numbers below zero.
 */
@ScopedEntity('events', { tableName: 'portal_event' })
@Unique({ properties: ['customerId', 'customerSequence'] })
@Index({ properties: ['tenantId', 'occurredAt'] })
@Index({ properties: ['ticketId', 'tenantSequence'] })
@Index({ properties: ['tenantId', 'actorId', 'tenantSequence'] })
export class PortalEventRow {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'bigint' })
  tenantSequence!: string;

  /** Null for what concerns a user of the staff alone. */
  @Property({ type: 'uuid', nullable: true })
  customerId: string | null = null;

  @Property({ type: 'bigint', nullable: true })
  customerSequence: string | null = null;

  @Property({ type: 'boolean', generated: '(customer_sequence is null) stored' })
  internal!: boolean;

  @Property({ type: 'text' })
  type!: string;

  @Property({ type: 'uuid', nullable: true })
  ticketId: string | null = null;

  /** The message, call request, feedback or notification it is about. */
  @Property({ type: 'uuid', nullable: true })
  subjectId: string | null = null;

  /** The one user it is for, where it is not for all who see the customer. */
  @Property({ type: 'uuid', nullable: true })
  userId: string | null = null;

  @Property({ type: 'text', nullable: true })
  statusFrom: string | null = null;

  @Property({ type: 'text', nullable: true })
  statusTo: string | null = null;

  /** Who caused it; null for what the portal does by itself, and for what concerns one user only. */
  @Property({ type: 'uuid', nullable: true })
  actorId: string | null = null;

  @Property({ type: 'json', columnType: 'jsonb', nullable: true })
  changes: FieldChange[] | null = null;

  @Property({ type: 'datetime', length: 3 })
  occurredAt!: Date;
}

/** The last numbers and the last time assigned in a tenant. */
@ScopedEntity('tenantCounters', { tableName: 'tenant_counter' })
export class TenantCounter {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'integer', default: 1000 })
  lastTicket!: number;

  @Property({ type: 'bigint', default: 0 })
  lastEvent!: string;

  /** The first that can be replayed. */
  @Property({ type: 'bigint', default: 1 })
  firstEvent: Opt<string> = '1';

  /** The time of the last change: each one is later than all before it. */
  @Property({ type: 'datetime', length: 3, defaultRaw: 'now()' })
  lastChangeAt!: Opt<Date>;
}

/** The last number assigned in the stream of a customer. */
@ScopedEntity('customerCounters', { tableName: 'customer_counter' })
export class CustomerCounter {
  @PrimaryKey({ type: 'uuid' })
  customerId!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'bigint', default: 0 })
  lastEvent!: string;

  @Property({ type: 'bigint', default: 1 })
  firstEvent: Opt<string> = '1';
}
