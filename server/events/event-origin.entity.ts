import type { Opt } from '@mikro-orm/postgresql';
import { PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/**
 * Where an event of security came from. Apart from the event, which never changes and has no personal values: these are deleted
 * when they are old, or with the person.
 */
@ScopedEntity('eventOrigins', { tableName: 'event_origin' })
@Unique({ properties: ['tenantId', 'attemptKey'] })
export class EventOriginRow {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'bigint' })
  tenantSequence!: string;

  /** The IP address; null for what the portal did by itself, and for many attempts from everywhere. */
  @Property({ type: 'text', nullable: true })
  address: string | null = null;

  @Property({ type: 'text', nullable: true })
  userAgent: string | null = null;

  /** How many attempts one event stands for. */
  @Property({ type: 'integer', default: 1 })
  attempts: Opt<number> = 1;

  /** Which attempts are counted together; null for what is no attempt. */
  @Property({ type: 'text', nullable: true })
  attemptKey: string | null = null;
}
