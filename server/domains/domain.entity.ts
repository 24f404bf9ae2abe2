import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';
import type { DomainFailure } from './domain-failure.ts';

/** A domain that a tenant is to have once a check succeeds: one at most, which others may have in mind, too. */
@ScopedEntity('staff', { tableName: 'pending_domain' })
export class PendingDomainRow {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'datetime', length: 3, nullable: true })
  checkedAt!: Date | null;

  /** Why the latest check failed. */
  @Property({ type: 'text', nullable: true })
  failure!: DomainFailure | null;
}
