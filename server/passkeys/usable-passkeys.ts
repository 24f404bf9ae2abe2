import type { EntityManager } from '@mikro-orm/postgresql';
import type { RequestContext } from '../context.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import { methodsOf } from '../sign-in-settings/sign-in-settings.policy.ts';
import { hostnameOf } from '../tenants/host.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import type { UserRow } from '../users/user.entity.ts';
import { PasskeyRow } from './passkey.entity.ts';

/** The passkeys of a user that work at the host of the request; none where people of their role do not use passkeys. */
export async function findUsablePasskeys(
  { origin }: RequestContext,
  entityManager: EntityManager,
  { id: userId, tenantId, role }: UserRow,
): Promise<PasskeyRow[]> {
  const tenant = await entityManager.findOneOrFail(Tenant, tenantId);
  if (!methodsOf(tenant, role).includes(SignInMethod.PASSKEY)) return [];
  return entityManager.find(PasskeyRow, { userId, host: hostnameOf(origin!.host) });
}
