import type { Opt } from '@mikro-orm/postgresql';
import { Check, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/** In the transaction of the change, so that it is never wrong, whoever makes it. */
const taken = (row: 'old' | 'new') => `coalesce(${row}.size + coalesce(${row}.thumbnail_size, 0), 0)`;
const countUsage =
  'insert into attachment_usage (tenant_id, used_bytes) ' +
  `select coalesce(new.tenant_id, old.tenant_id), ${taken('new')} - ${taken('old')} where ${taken('new')} <> ${taken('old')} ` +
  'on conflict (tenant_id) do update set used_bytes = attachment_usage.used_bytes + excluded.used_bytes; return null;';

/**
 * A file that has arrived. Unclaimed it belongs to who has uploaded it; a message claims it once and for all, and gives
 * it ticket, customer and whether it is internal.
 */
@ScopedEntity('attachments', {
  tableName: 'attachment',
  triggers: [{ name: 'count_usage', timing: 'after', events: ['insert', 'update', 'delete'], body: countUsage }],
})
@Index({ properties: ['messageId', 'position', 'id'] })
@Index({ properties: ['tenantId', 'claimedAt', 'createdAt'] })
@Check({
  name: 'attachment_claim_check',
  expression:
    '(message_id is null) = (claimed_at is null) and (message_id is null) = (ticket_id is null) and ' +
    '(message_id is null or customer_id is not null) and (message_id is not null or not internal)',
})
@Check({ name: 'attachment_size_check', expression: 'size > 0' })
export class AttachmentRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  /** The customer of the ticket once claimed, before that of the uploader; null for unclaimed files of staff. */
  @Property({ type: 'uuid', nullable: true })
  customerId: string | null = null;

  @Property({ type: 'uuid' })
  uploaderId!: string;

  @Property({ type: 'uuid', nullable: true })
  ticketId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  messageId: string | null = null;

  /** As the message. */
  @Property({ type: 'boolean', default: false })
  internal: Opt<boolean> = false;

  /** Only for display: sanitized, never part of a path. */
  @Property({ type: 'text' })
  name!: string;

  /** Detected from the content. */
  @Property({ type: 'text' })
  contentType!: string;

  /** Bytes. */
  @Property({ type: 'integer' })
  size!: number;

  /** SHA-256 of the content, in hexadecimal digits. */
  @Property({ type: 'text' })
  sha256!: string;

  @Property({ type: 'text', unique: true })
  storageKey!: string;

  /** Null unless it is a picture, and until the thumbnail is made. */
  @Property({ type: 'text', nullable: true })
  thumbnailKey: string | null = null;

  /** Bytes; null until the thumbnail is made, and for those made before it was counted. */
  @Property({ type: 'integer', nullable: true })
  thumbnailSize: number | null = null;

  /** Pixels, after the orientation of the camera. */
  @Property({ type: 'integer', nullable: true })
  width: number | null = null;

  @Property({ type: 'integer', nullable: true })
  height: number | null = null;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Property({ type: 'datetime', length: 3, nullable: true })
  claimedAt: Date | null = null;

  /** Its position among the files of the message, in the order of the sender. */
  @Property({ type: 'smallint', default: 0 })
  position: Opt<number> = 0;
}
