import { UniqueConstraintViolationException, type EntityClass, type EntityManager } from '@mikro-orm/postgresql';
import { textLimits } from '#shared/limits.ts';
import type { RequestContext } from '../context.ts';
import { lengthRule } from '../graphql/text.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

export const idempotencyKeyDescription = `A text of your choice, different for everything you write: ${lengthRule(textLimits.idempotencyKey)}. Repeating a request with the same key returns what the first one wrote instead of writing twice; the same key with other content is a CONFLICT on \`input.idempotencyKey\`.`;

/** Who wrote with which key; unique in the table of each entity that is written once. */
interface Author {
  idempotencyKey: string | null;
  [userId: string]: string | null;
}

/** Whether the existing row is what the request asks for. */
export const isSameRequest = <Request extends object>(request: Request, existing: NoInfer<Request>): boolean =>
  (Object.keys(request) as (keyof Request)[]).every((key) => request[key] === existing[key]);

export const idempotencyConflict = () =>
  new UserInputError(
    UserErrorCode.CONFLICT,
    'This idempotency key was already used for a different request. Use a new one.',
    'input.idempotencyKey',
  );

/**
 * Runs `work` in a write transaction. Where that fails, the reason may be a row that the same author has written with the
 * same key: then it runs again and is given that row. Keys are unique in the table, so of two calls at once one writes, and
 * the other is given what the first wrote.
 */
export async function writeOnce<Entity extends object, Result>(
  context: RequestContext,
  entity: EntityClass<Entity>,
  author: Author,
  work: (entityManager: EntityManager, existing: Entity | null) => Promise<Result>,
): Promise<Result> {
  try {
    return await context.write((entityManager) => work(entityManager, null));
  } catch (error) {
    // a ticket closed or a file claimed since, by the first call or after it, fails before the key does
    const mayBeWritten = error instanceof UniqueConstraintViolationException || error instanceof UserInputError;
    if (!author.idempotencyKey || !mayBeWritten) throw error;
    return context.write(async (entityManager) => {
      const existing = await entityManager.findOne(entity, author as never);
      if (!existing) throw error;
      return work(entityManager, existing);
    });
  }
}
