import { Enum, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';
import { AccountLinkKind } from './account-link-kind.ts';

/** An emailed link with which its user can set a password once. Its secret part is derived and not stored. */
@ScopedEntity('staff', { tableName: 'account_link' })
@Unique({ properties: ['id', 'tenantId'] })
@Index({ properties: ['tenantId', 'userId', 'createdAt'] })
@Index({ properties: ['tenantId', 'expiresAt'] })
export class AccountLinkRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  userId!: string;

  @Enum({ items: () => AccountLinkKind })
  kind!: AccountLinkKind;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Property({ type: 'datetime', length: 3 })
  expiresAt!: Date;

  /** When it was used, or used up because the password was set in another way. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  usedAt: Date | null = null;
}
