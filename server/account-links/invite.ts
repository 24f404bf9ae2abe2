import type { EntityManager } from '@mikro-orm/postgresql';
import type { RequestContext } from '../context.ts';
import { againIfTaken } from '../writes/again-if-taken.ts';

/** Writes an invitation of the viewer, which is counted. Fails with TOO_MANY_ATTEMPTS. */
export async function invite<Result>(
  context: RequestContext,
  work: (entityManager: EntityManager) => Promise<Result>,
): Promise<Result> {
  const { userId, tenantId } = context.signedIn;
  await context.portal.throttles.invitation.consume({ account: userId, address: tenantId });
  return againIfTaken(() => context.write(work));
}
