import { UniqueConstraintViolationException, type EntityClass, type EntityManager } from '@mikro-orm/postgresql';
import type { RequestContext } from '../context.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

export const idempotencyKeyDescription =
  'A text of your choice, at most 64 characters, new for each thing you mean to write: sending the same key again answers with what the first call wrote instead of writing twice.';

/** Who wrote under which key; unique in the table of each entity that is written once. */
interface WrittenBy {
  idempotencyKey: string | null;
  [author: string]: string | null;
}

/** Whether everything `asked` for is what was `written` earlier. */
export const isSame = <Asked extends object>(asked: Asked, written: NoInfer<Asked>): boolean =>
  (Object.keys(asked) as (keyof Asked)[]).every((key) => asked[key] === written[key]);

export const keyIsTaken = () =>
  new UserInputError(
    UserErrorCode.CONFLICT,
    'This idempotency key was already used for a different request. Use a new one.',
    'input.idempotencyKey',
  );

/**
 * Runs `work` in a write transaction. Where that fails, what was written earlier under the same key may be the reason:
 * then it runs again with that. Keys are unique in the table, so of two calls with one key, one writes and the other is
 * given what the first wrote.
 */
export async function writeOnce<Entity extends object, Result>(
  context: RequestContext,
  entity: EntityClass<Entity>,
  writtenBy: WrittenBy,
  work: (entityManager: EntityManager, earlier: Entity | null) => Promise<Result>,
): Promise<Result> {
  try {
    return await context.write((entityManager) => work(entityManager, null));
  } catch (error) {
    // a ticket closed or a file claimed since, by the first call or after it, fails before the key does
    const beaten = error instanceof UniqueConstraintViolationException || error instanceof UserInputError;
    if (!writtenBy.idempotencyKey || !beaten) throw error;
    return context.write(async (entityManager) => {
      const earlier = await entityManager.findOne(entity, writtenBy as never);
      if (!earlier) throw error;
      return work(entityManager, earlier);
    });
  }
}
