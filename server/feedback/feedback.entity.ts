import { Check, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

@ScopedEntity('feedback', { tableName: 'feedback' })
@Unique({ properties: ['ticketId'] })
@Index({ properties: ['tenantId', 'createdAt', 'id'] })
@Check({ name: 'feedback_rating_check', expression: 'rating between 1 and 5' })
export class FeedbackRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  customerId!: string;

  @Property({ type: 'uuid' })
  ticketId!: string;

  /** The user of the customer who gave it, or changed it last. */
  @Property({ type: 'uuid' })
  authorId!: string;

  /** Whose work it is about; settled when it was given, whoever looks after the ticket later. */
  @Property({ type: 'uuid', nullable: true })
  agentId: string | null = null;

  @Property({ type: 'smallint' })
  rating!: number;

  @Property({ type: 'text', nullable: true })
  comment: string | null = null;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Property({ type: 'datetime', length: 3 })
  updatedAt!: Date;
}
