import { PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/** One mail owed to one address because of one event: sent at most as often as it takes to be taken once. */
@ScopedEntity('staff', { tableName: 'mail_delivery' })
@Unique({ properties: ['tenantId', 'eventSequence', 'email'] })
export class MailDelivery {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'bigint' })
  eventSequence!: string;

  @Property({ type: 'uuid', nullable: true })
  userId: string | null = null;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text' })
  email!: string;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Property({ type: 'datetime', length: 3, nullable: true })
  sentAt: Date | null = null;

  /** Why the last attempt failed. */
  @Property({ type: 'text', nullable: true })
  lastError: string | null = null;
}
