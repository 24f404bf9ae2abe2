import type { EntityManager } from '@mikro-orm/postgresql';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

const lifeSeconds = 10 * 60;

/** Notes that the holder of the session has shown who they are just now. */
export async function noteProof(entityManager: EntityManager, sessionId: string): Promise<void> {
  await entityManager.execute('update session set proven_at = now() where id = ?', [sessionId]);
}

/** Whether the holder of the session has shown lately who they are. */
export async function isProven(entityManager: EntityManager, sessionId: string): Promise<boolean> {
  const [session] = await entityManager.execute<{ is_proven: boolean }[]>(
    'select proven_at > now() - make_interval(secs => ?) as is_proven from session where id = ?',
    [lifeSeconds, sessionId],
  );
  return session?.is_proven ?? false;
}

export const reauthenticationRequired = () =>
  new UserInputError(
    UserErrorCode.REAUTHENTICATION_REQUIRED,
    'Show again who you are with identityConfirm, and repeat this.',
  );
