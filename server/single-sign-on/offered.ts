import type { EntityManager } from '@mikro-orm/postgresql';
import { tenantScope } from '../access/scope.ts';
import type { Portal } from '../portal.ts';
import type { ProviderSettings } from './provider.ts';
import { SingleSignOnRow } from './single-sign-on.entity.ts';

/** Settings of somebody who has entered a provider. */
export type CompleteSettings = SingleSignOnRow & ProviderSettings;

export const isComplete = (settings: SingleSignOnRow): settings is CompleteSettings =>
  settings.issuer !== null && settings.clientId !== null;

/** Whether people of a tenant can sign in at a provider. */
export const hasProvider = async (entityManager: EntityManager, tenantId: string): Promise<boolean> =>
  (await entityManager.count(SingleSignOnRow, { tenantId, enabled: true })) > 0;

/** The settings of a tenant that offers single sign-on; null for another one. */
export async function findOffered(portal: Portal, tenantId: string): Promise<CompleteSettings | null> {
  const settings = await portal.write(tenantScope(tenantId), (entityManager) =>
    entityManager.findOne(SingleSignOnRow, { tenantId, enabled: true }),
  );
  return settings && isComplete(settings) ? settings : null;
}
