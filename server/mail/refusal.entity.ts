import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';
import type { MailFailure } from './mail-failure.ts';

/** An address whose mail server has refused the latest email for good. */
@ScopedEntity('staff', { tableName: 'mail_refusal' })
export class MailRefusalRow {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'text' })
  email!: string;

  @Property({ type: 'text' })
  failure!: MailFailure;

  @Property({ type: 'datetime', length: 3 })
  refusedAt!: Date;
}
