import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { EncryptedFields } from '../access/encrypted-fields.ts';
import { ScopedEntity } from '../access/scope.ts';

/** With what a user shows a second time who they are. Whether the authenticator is on is `totpSince` of the user. */
@ScopedEntity('secrets', { tableName: 'second_factor' })
export class SecondFactorRow {
  @PrimaryKey({ type: 'uuid' })
  userId!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  /** Encrypted; null until the first authenticator is confirmed. */
  @Property({ type: 'text', nullable: true })
  secret: string | null = null;

  /** That of an authenticator which nobody has confirmed yet, and since when it is offered. */
  @Property({ type: 'text', nullable: true })
  pendingSecret: string | null = null;

  @Property({ type: 'datetime', length: 3, nullable: true })
  pendingSince: Date | null = null;

  /** The time step of the last code that was used: neither it nor an earlier one is good again. */
  @Property({ type: 'integer', default: 0 })
  lastStep: number = 0;

  /** Hashes of those that have not been used, all with one salt. */
  @Property({ type: 'array', columnType: 'text[]', default: [] })
  recoveryCodes: string[] = [];

  /** The hash of the last one that was used. */
  @Property({ type: 'text', nullable: true })
  usedRecoveryCode: string | null = null;
}

export const secondFactorSecrets: EncryptedFields<SecondFactorRow> = {
  entity: SecondFactorRow,
  purpose: 'second-factor',
  owner: ({ userId }) => userId,
  fields: ['secret', 'pendingSecret'],
};
