import { UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/postgresql';
import type { RequestContext } from '../context.ts';

/** Writes an invitation of the viewer, which is counted. Fails with TOO_MANY_ATTEMPTS. */
export async function invite<Result>(
  context: RequestContext,
  work: (entityManager: EntityManager) => Promise<Result>,
): Promise<Result> {
  const { userId, tenantId } = context.signedIn;
  await context.portal.throttles.invitation.consume({ account: userId, address: tenantId });
  try {
    return await context.write(work);
  } catch (error) {
    // invited by somebody else at the same time, so that the user exists by now
    if (error instanceof UniqueConstraintViolationException) return context.write(work);
    throw error;
  }
}
