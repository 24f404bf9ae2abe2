import { Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { KeyScope } from '#shared/key-scopes.ts';
import { ScopedEntity } from '../access/scope.ts';

/** What a program may do in the name of a tenant. Its id is that of the user who it is in threads and the history. */
@ScopedEntity('keys', { tableName: 'api_key' })
@Unique({ properties: ['id', 'tenantId'] })
@Index({ properties: ['tenantId', 'createdAt'] })
export class ApiKeyRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  /** Null for one that stands for staff. */
  @Property({ type: 'uuid', nullable: true })
  customerId: string | null = null;

  @Property({ type: 'array', columnType: 'text[]' })
  scopes!: KeyScope[];

  /** In CIDR form; from everywhere where there are none. */
  @Property({ type: 'array', columnType: 'text[]', default: [] })
  addresses: string[] = [];

  /** The end of its newest secret, by which people tell it from others. */
  @Property({ type: 'text' })
  hint!: string;

  @Property({ type: 'datetime', length: 3 })
  expiresAt!: Date;

  /** Until when the secret before it works, too. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  formerExpiresAt: Date | null = null;

  @Property({ type: 'uuid' })
  createdById!: string;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  /** Written every ten minutes at most. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  lastUsedAt: Date | null = null;

  @Property({ type: 'datetime', length: 3, nullable: true })
  revokedAt: Date | null = null;
}

/** A secret of a key, of which nothing but the digest is kept. */
@ScopedEntity('secrets', { tableName: 'api_key_secret' })
@Unique({ properties: ['tenantId', 'digest'] })
@Index({ properties: ['userId'] })
export class ApiKeySecretRow {
  /** Stands for a session: what is opened with the secret ends with it. */
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  /** The key. */
  @Property({ type: 'uuid' })
  userId!: string;

  @Property({ type: 'text' })
  digest!: string;

  @Property({ type: 'datetime', length: 3 })
  expiresAt!: Date;
}
