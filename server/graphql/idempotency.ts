import { UniqueConstraintViolationException, type EntityClass, type EntityManager } from '@mikro-orm/postgresql';
import type { RequestContext } from '../context.ts';

export const idempotencyKeyDescription =
  'A text of your choice, at most 64 characters, new for each thing you mean to write: sending the same key again answers with what the first call wrote instead of writing twice.';

/** Who wrote under which key; unique in the table of each entity that is written once. */
interface WrittenBy {
  idempotencyKey: string | null | undefined;
  [author: string]: string | null | undefined;
}

/**
 * Runs `work` in a write transaction with what was written earlier under the same key, or null. Of two calls with one
 * key at once, one writes and the other is given what the first wrote.
 */
export async function writeOnce<Entity extends object, Result>(
  context: RequestContext,
  entity: EntityClass<Entity>,
  writtenBy: WrittenBy,
  work: (entityManager: EntityManager, earlier: Entity | null) => Promise<Result>,
): Promise<Result> {
  const attempt = () =>
    context.write(async (entityManager) => {
      const earlier = writtenBy.idempotencyKey ? await entityManager.findOne(entity, writtenBy as never) : null;
      return work(entityManager as never, earlier as Entity | null);
    });
  try {
    return await attempt();
  } catch (error) {
    if (!writtenBy.idempotencyKey || !(error instanceof UniqueConstraintViolationException)) throw error;
    return attempt();
  }
}
