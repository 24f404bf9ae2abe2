import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { EntryGrant } from '../access/tokens.ts';
import { SessionRow } from '../sessions/session.entity.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { assertNotSuspended } from '../tenants/tenant.service.ts';
import { UserRow } from '../users/user.entity.ts';
import { assertUnchanged, questionEnded } from './question.ts';

/** The user, before whatever is theirs, as a change of the password does. */
export const lockUser = (entityManager: EntityManager, id: string): Promise<UserRow> =>
  entityManager.findOneOrFail(UserRow, id, { lockMode: LockMode.PESSIMISTIC_WRITE });

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
