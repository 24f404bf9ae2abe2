import { Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/**
 * One sign-in and all refresh tokens that followed from it. Only the newest `generation` is good, and for a moment the one
 * before; an older one is theft.
 */
@ScopedEntity('sessions', { tableName: 'session' })
@Index({ properties: ['tenantId', 'userId', 'endedAt'] })
export class SessionRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  userId!: string;

  @Property({ type: 'integer', default: 1 })
  generation: number = 1;

  /** When this generation began. */
  @Property({ type: 'datetime', length: 3, defaultRaw: 'now()' })
  replacedAt!: Date;

  /** The device that was given it first; a digest. */
  @Property({ type: 'text', default: '' })
  replacedBy: string = '';

  @Property({ type: 'text', default: '' })
  userAgent: string = '';

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Property({ type: 'datetime', length: 3 })
  refreshedAt!: Date;

  @Property({ type: 'datetime', length: 3 })
  expiresAt!: Date;

  /** When its holder last showed who they are. */
  @Property({ type: 'datetime', length: 3 })
  provenAt!: Date;

  @Property({ type: 'datetime', length: 3, nullable: true })
  endedAt: Date | null = null;
}
