import type { Opt } from '@mikro-orm/postgresql';
import { Check, Enum, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import { ScopedEntity } from '../access/scope.ts';
import { UserRole } from '../access/viewer.ts';
import type { Locale } from '#shared/locale.ts';
import { AuthorKind } from './author-kind.ts';
import { Theme } from './theme.ts';

@Keys('any')
@ObjectType({
  simpleResolvers: true,
  description: 'A person or an API key as others see them: name and role, but no address.',
})
export class Author {
  @Field(() => ID, { description: 'UUID of the user.' })
  id!: string;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => UserRole, { description: 'Customer, agent or admin.' })
  role!: UserRole;

  @Field(() => AuthorKind, { description: 'A person, or a program with an API key.' })
  kind!: AuthorKind;
}

@ScopedEntity('people', { tableName: 'portal_user' })
@Unique({ properties: ['tenantId', 'email'] })
@Unique({ properties: ['id', 'tenantId'] })
@Check({ name: 'portal_user_email_lower_check', expression: 'email = lower(email)' })
@Check({ name: 'portal_user_customer_check', expression: `(role = 'CUSTOMER') = (customer_id is not null)` })
@Index({
  name: 'portal_user_staff_index',
  expression: `create index portal_user_staff_index on portal_user (tenant_id, name, id) where role <> 'CUSTOMER'`,
})
@Check({ name: 'portal_user_locale_check', expression: `locale ~ '^[a-z]{2,3}$'` })
@Check({ name: 'portal_user_theme_check', expression: `theme in ('SYSTEM', 'LIGHT', 'DARK')` })
@Check({
  name: 'portal_user_key_check',
  expression: 'not is_key or (deactivated_at is not null and password_hash is null)',
})
@Index({ properties: ['customerId'] })
export class UserRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid', nullable: true })
  customerId: string | null = null;

  @Enum({ items: () => UserRole })
  role!: UserRole;

  @Property({ type: 'text' })
  name!: string;

  /** Lower case, unique within the tenant. */
  @Property({ type: 'text' })
  email!: string;

  /** Null for who was invited and has chosen none yet: they cannot sign in. */
  @Property({ type: 'text', nullable: true, hidden: true, lazy: true })
  passwordHash: string | null = null;

  /** Since when they sign in with an authenticator, too; null where they do not. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  totpSince: Date | null = null;

  /** E.164. */
  @Property({ type: 'text', nullable: true })
  phone: string | null = null;

  @Property({ type: 'text', default: 'en' })
  locale: Opt<Locale> = 'en';

  /** IANA name. */
  @Property({ type: 'text', default: 'UTC' })
  timeZone: Opt<string> = 'UTC';

  @Property({ type: 'text', default: Theme.SYSTEM })
  theme: Opt<Theme> = Theme.SYSTEM;

  /** The kinds of notification they chose not to get by mail; what is in neither list follows the default of the tenant. */
  @Property({ type: 'array', columnType: 'text[]', default: [] })
  mutedMails: Opt<string[]> = [];

  /** Those they chose to get. */
  @Property({ type: 'array', columnType: 'text[]', default: [] })
  wantedMails: Opt<string[]> = [];

  @Property({ type: 'datetime', length: 3, nullable: true })
  deactivatedAt: Date | null = null;

  /** An API key rather than a person: deactivated from the beginning, since it never signs in and is told nothing. */
  @Property({ type: 'boolean', default: false })
  isKey: Opt<boolean> = false;

  /** When they last signed in or refreshed a session. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  lastActiveAt: Date | null = null;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;
}
