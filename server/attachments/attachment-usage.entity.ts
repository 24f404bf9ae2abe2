import { BigIntType, type Opt } from '@mikro-orm/postgresql';
import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/** What the attachments of a tenant take; no row before the first. The database counts it by itself: see `AttachmentRow`. */
@ScopedEntity('attachmentUsage', { tableName: 'attachment_usage' })
export class AttachmentUsage {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  /** Bytes of files and thumbnails. */
  @Property({ type: new BigIntType('number'), defaultRaw: '0' })
  usedBytes: Opt<number> = 0;
}
