import { BigIntType, type Opt } from '@mikro-orm/postgresql';
import { Check, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/** Which files a tenant takes. Every tenant has a row. */
@ScopedEntity('settings', { tableName: 'attachment_settings' })
@Check({
  name: 'attachment_settings_limits_check',
  expression: 'maximum_size between 1 and 104857600 and maximum_count between 0 and 10 and storage_maximum > 0',
})
export class AttachmentSettings {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  /** Bytes of one file: 10 MB unless the tenant says otherwise. */
  @Property({ type: 'integer', default: 10_485_760 })
  maximumSize: Opt<number> = 10_485_760;

  /** Files of one message; `Message.attachments` shows no more than ten. */
  @Property({ type: 'smallint', default: 10 })
  maximumCount: Opt<number> = 10;

  /** Media types; null for all that the portal knows. */
  @Property({ type: 'array', columnType: 'text[]', nullable: true })
  contentTypes: Opt<string[]> | null = null;

  /** Bytes of all files and thumbnails; null for as many as the operator allows. */
  @Property({ type: new BigIntType('number'), nullable: true })
  storageMaximum: Opt<number> | null = null;
}
