import { Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/** A key pair of one user at one host, of which the portal has the public key. */
@ScopedEntity('passkeys', { tableName: 'passkey' })
@Index({ properties: ['tenantId', 'userId', 'createdAt', 'id'] })
@Unique({ properties: ['tenantId', 'credentialId'] })
export class PasskeyRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  userId!: string;

  @Property({ type: 'text' })
  name!: string;

  /** The host at which it works: WebAuthn calls it the id of the relying party. */
  @Property({ type: 'text' })
  host!: string;

  /** In base64url, as clients send it. */
  @Property({ type: 'text' })
  credentialId!: string;

  /** As a COSE key. */
  @Property({ type: 'blob' })
  publicKey!: Buffer;

  /** Of its last use, where the authenticator counts; an authenticator that does not sends 0. */
  @Property({ type: 'bigint' })
  counter!: string;

  /** How browsers reach it, as they have said. */
  @Property({ type: 'array', columnType: 'text[]' })
  transports!: string[];

  @Property({ type: 'boolean' })
  synced!: boolean;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Property({ type: 'datetime', length: 3, nullable: true })
  lastUsedAt: Date | null = null;

  /** When its counter went backwards, and it was refused: there may be a copy of it. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  copySuspectedAt: Date | null = null;
}
