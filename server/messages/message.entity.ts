import { PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

@ScopedEntity('conversation', { tableName: 'message' })
@Unique({ properties: ['authorId', 'idempotencyKey'] })
@Unique({ properties: ['ticketId', 'createdAt'] })
@Unique({ properties: ['id', 'ticketId', 'tenantId', 'customerId', 'internal'] })
export class MessageRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  customerId!: string;

  @Property({ type: 'uuid' })
  ticketId!: string;

  @Property({ type: 'uuid' })
  authorId!: string;

  @Property({ type: 'text' })
  body!: string;

  @Property({ type: 'boolean', default: false })
  internal: boolean = false;

  @Property({ type: 'text', nullable: true })
  idempotencyKey: string | null = null;

  /** Strictly later than the message before it in the same ticket, so that it alone orders a thread. */
  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;
}
