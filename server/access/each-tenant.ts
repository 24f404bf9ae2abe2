import type { EntityManager } from '@mikro-orm/postgresql';
import type { Portal } from '../portal.ts';
import { tenantLookupSettings, tenantScope } from './scope.ts';

/** Runs `work` for one tenant after the other, each in a transaction that sees that tenant alone: for nightly jobs. */
export async function forEachTenant(
  { orm, write }: Pick<Portal, 'orm' | 'write'>,
  work: (entityManager: EntityManager) => Promise<unknown>,
): Promise<void> {
  const lookup = orm.em.fork({ session: { variables: tenantLookupSettings('all') } });
  const tenants = await lookup.execute<{ id: string }[]>('select id from tenant order by id');
  for (const { id } of tenants) await write(tenantScope(id), work);
}
