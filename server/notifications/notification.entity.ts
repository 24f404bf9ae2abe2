import { Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/** One user notified of one event; written by `record` only, in the transaction of the event. */
@ScopedEntity('notifications', { tableName: 'notification' })
@Unique({ properties: ['tenantId', 'eventSequence', 'userId'] })
@Index({ properties: ['tenantId', 'userId', 'createdAt', 'id'] })
@Index({ properties: ['tenantId', 'createdAt'] })
@Index({
  name: 'notification_unread_index',
  expression: `create index notification_unread_index on notification (tenant_id, user_id, created_at, id) where read_at is null`,
})
export class NotificationRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  /** Who is notified. */
  @Property({ type: 'uuid' })
  userId!: string;

  /** Whose ticket, call or feedback it is about. */
  @Property({ type: 'uuid' })
  customerId!: string;

  /** The event it is about, in the stream of the tenant. */
  @Property({ type: 'bigint' })
  eventSequence!: string;

  /** The type of that event. */
  @Property({ type: 'text' })
  kind!: string;

  @Property({ type: 'uuid', nullable: true })
  ticketId: string | null = null;

  /** The message, call request or feedback. */
  @Property({ type: 'uuid', nullable: true })
  subjectId: string | null = null;

  /** The status the ticket was given, where that is what happened. */
  @Property({ type: 'text', nullable: true })
  statusTo: string | null = null;

  /** Who did it; null for what the portal did by itself. */
  @Property({ type: 'uuid', nullable: true })
  actorId: string | null = null;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Property({ type: 'datetime', length: 3, nullable: true })
  readAt: Date | null = null;
}
