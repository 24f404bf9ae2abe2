import type { EntityManager } from '@mikro-orm/postgresql';
import type { EntryGrant } from '../access/tokens.ts';
import { SessionRow } from '../sessions/session.entity.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { assertNotSuspended } from '../tenants/tenant.service.ts';
import { lockUser } from '../users/lock-user.ts';
import type { UserRow } from '../users/user.entity.ts';
import { assertUnchanged, questionEnded } from './question.ts';

/** Who answers a question, and the session that an answer has begun which may have been lost. Fails with WRONG_STATE. */
export async function lockEntry(
  entityManager: EntityManager,
  grant: EntryGrant,
): Promise<{ user: UserRow; begun: SessionRow | null }> {
  const user = await lockUser(entityManager, grant.userId);
  await assertUnchanged(entityManager, grant);
  assertNotSuspended(await entityManager.findOneOrFail(Tenant, grant.tenantId), 'input.token');
  const begun = await entityManager.findOne(SessionRow, grant.id);
  if (begun && (begun.endedAt || begun.refreshedAt > begun.createdAt)) throw questionEnded();
  return { user, begun };
}
