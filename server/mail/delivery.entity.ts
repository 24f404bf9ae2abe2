import type { Opt } from '@mikro-orm/postgresql';
import { Check, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';
import type { MailFailure } from './mail-failure.ts';

/** One email of the outbox, about an event or an account: sent until it has been accepted once. */
@ScopedEntity('staff', { tableName: 'mail_delivery' })
@Unique({ properties: ['tenantId', 'eventSequence', 'email'] })
@Index({ properties: ['accountLinkId'] })
@Index({ properties: ['tenantId', 'userId', 'sentAt'] })
@Index({
  name: 'mail_delivery_held_index',
  expression:
    'create index mail_delivery_held_index on mail_delivery (tenant_id, user_id) where is_held and sent_at is null',
})
@Check({ name: 'mail_delivery_cause_check', expression: '(event_sequence is null) = (account_mail is not null)' })
export class MailDelivery {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  /** The event it is about, in the stream of the tenant; null for an email about the account. */
  @Property({ type: 'bigint', nullable: true })
  eventSequence: string | null = null;

  /** Which email about the account it is; null for one about an event. */
  @Property({ type: 'text', nullable: true })
  accountMail: Opt<string> | null = null;

  /** The link it carries; null once that is deleted. */
  @Property({ type: 'uuid', nullable: true })
  accountLinkId: Opt<string> | null = null;

  /** The event of the security log that it tells of, in the stream of the tenant. */
  @Property({ type: 'bigint', nullable: true })
  originSequence: Opt<string> | null = null;

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

  /** Waits to be sent together with others, since its recipient has had enough for now. */
  @Property({ type: 'boolean', default: false })
  isHeld: Opt<boolean> = false;

  /** The digest it is part of, once that has been made. */
  @Property({ type: 'uuid', nullable: true })
  digestId: Opt<string> | null = null;

  /** Why the last attempt failed. */
  @Property({ type: 'text', nullable: true })
  failure: MailFailure | null = null;
}
