import { Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/** What was last emailed to a user to sign in with. The code and the token of the link are derived of its id and not stored. */
@ScopedEntity('staff', { tableName: 'sign_in_code' })
@Index({ properties: ['tenantId', 'expiresAt'] })
export class SignInCodeRow {
  // one for each user: the newest
  @PrimaryKey({ type: 'uuid' })
  userId!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  id!: string;

  /** Where it was sent: of no use once that is no longer the address of the user. */
  @Property({ type: 'text' })
  email!: string;

  @Property({ type: 'datetime', length: 3 })
  expiresAt!: Date;

  /** Null until it is used, by its code or its link. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  usedAt: Date | null = null;
}
