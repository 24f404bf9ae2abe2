import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { Tenant } from './tenant.entity.ts';

/** The tenant, whose settings nobody else changes until the end of the transaction. */
export const lockTenant = (entityManager: EntityManager, tenantId: string): Promise<Tenant> =>
  entityManager.findOneOrFail(Tenant, tenantId, { lockMode: LockMode.PESSIMISTIC_WRITE });
