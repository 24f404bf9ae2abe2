import type { Opt } from '@mikro-orm/postgresql';
import { Check, Enum, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';
import type { UserRow } from '../users/user.entity.ts';
import { AccountLinkKind } from './account-link-kind.ts';

/** Somebody who signs up: what they have said of themselves before anybody knows that the address is theirs. */
export type Newcomer = Pick<UserRow, 'name' | 'email' | 'locale' | 'timeZone'>;

/** An emailed link with which a user, or who becomes one, can set a password once. Its secret part is derived and not stored. */
@ScopedEntity('staff', { tableName: 'account_link' })
@Unique({ properties: ['id', 'tenantId'] })
@Index({ properties: ['tenantId', 'userId', 'createdAt'] })
@Index({ properties: ['tenantId', 'expiresAt'] })
@Check({
  name: 'account_link_newcomer_check',
  expression: `(kind = 'SIGN_UP') = (newcomer is not null) and (user_id is null) = (newcomer is not null)`,
})
export class AccountLinkRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid', nullable: true })
  userId: string | null = null;

  /** Whose it is while there is no user; null for that of a user. */
  @Property({ type: 'json', columnType: 'jsonb', nullable: true })
  newcomer: Opt<Newcomer> | null = null;

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
