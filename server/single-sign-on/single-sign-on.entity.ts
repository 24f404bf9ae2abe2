import { OptionalProps, type Opt } from '@mikro-orm/postgresql';
import { Check, Enum, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { EncryptedFields } from '../access/encrypted-fields.ts';
import { ScopedEntity } from '../access/scope.ts';
import { NewAccounts } from './new-accounts.ts';

/** At which provider the people of a tenant sign in, and what becomes of them. */
@ScopedEntity('staff', { tableName: 'single_sign_on' })
@Check({
  name: 'single_sign_on_enabled_check',
  expression: `not enabled or (issuer is not null and client_id is not null and domains <> '{}')`,
})
export class SingleSignOnRow {
  // `Opt` would hide that it is of an enum
  [OptionalProps]?: 'newAccounts';

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'boolean', default: false })
  enabled: Opt<boolean> = false;

  @Property({ type: 'text', nullable: true })
  issuer: Opt<string> | null = null;

  @Property({ type: 'text', nullable: true })
  clientId: Opt<string> | null = null;

  /** Encrypted, after the id of the key. */
  @Property({ type: 'text', nullable: true })
  clientSecret: Opt<string> | null = null;

  /** What the button says instead of its usual text. */
  @Property({ type: 'text', nullable: true })
  label: Opt<string> | null = null;

  /** Those at which the provider is believed to know whose an address is, each without its subdomains. */
  @Property({ type: 'array', columnType: 'text[]', default: [] })
  domains: Opt<string[]> = [];

  @Enum({ items: () => NewAccounts, default: NewAccounts.NONE })
  newAccounts: NewAccounts = NewAccounts.NONE;

  /** What the provider says about somebody that decides their role; null where that is decided here. */
  @Property({ type: 'text', nullable: true })
  roleClaim: Opt<string> | null = null;

  @Property({ type: 'array', columnType: 'text[]', default: [] })
  agentValues: Opt<string[]> = [];

  @Property({ type: 'array', columnType: 'text[]', default: [] })
  adminValues: Opt<string[]> = [];
}

export const singleSignOnSecrets: EncryptedFields<SingleSignOnRow> = {
  entity: SingleSignOnRow,
  purpose: 'single-sign-on-secret',
  owner: ({ tenantId }) => tenantId,
  fields: ['clientSecret'],
};

/** Whom a provider knows by a name that never changes, and is never given to anybody else. */
@ScopedEntity('portal', { tableName: 'single_sign_on_identity' })
@Unique({ name: 'single_sign_on_identity_user_unique', properties: ['tenantId', 'userId', 'issuer'] })
export class SingleSignOnIdentity {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'text' })
  issuer!: string;

  @PrimaryKey({ type: 'text' })
  subject!: string;

  @Property({ type: 'uuid' })
  userId!: string;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;
}

/** A sign-in between its beginning and the return from the provider, which deletes it. */
@ScopedEntity('portal', { tableName: 'single_sign_on_attempt' })
@Index({ properties: ['tenantId', 'expiresAt'] })
export class SingleSignOnAttempt {
  /** Digest of what the provider returns with (`state`). */
  @PrimaryKey({ type: 'text' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  /** Digest of the cookie of the browser in which it began. */
  @Property({ type: 'text' })
  browser!: string;

  /** The provider it began at. */
  @Property({ type: 'text' })
  issuer!: string;

  @Property({ type: 'text' })
  clientId!: string;

  @Property({ type: 'text' })
  nonce!: string;

  /** Of PKCE. */
  @Property({ type: 'text' })
  verifier!: string;

  /** The page of the portal that they wanted to see. */
  @Property({ type: 'text' })
  destination!: string;

  @Property({ type: 'datetime', length: 3 })
  expiresAt!: Date;
}
