import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { UserRow } from './user.entity.ts';

/** The user, whom nobody else changes until the end of the transaction: before whatever is theirs, as a change of the password does. */
export const lockUser = (entityManager: EntityManager, id: string): Promise<UserRow> =>
  entityManager.findOneOrFail(UserRow, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
