import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../database/uuid.ts';
import { notFound } from '../graphql/user-error.ts';
import { TeamRow } from './team.entity.ts';

/**
 * A team to which tickets can be assigned, or none; it is not archived before the end of the transaction. Fails with NOT_FOUND
 * on `field`.
 */
export async function findTeam(entityManager: EntityManager, id: string | null, field: string): Promise<string | null> {
  if (id === null || (isUuid(id) && (await holdTeam(entityManager, id)))) return id;
  throw notFound('Team', field);
}

/** Whether the team is not archived, and will not be before the end of the transaction. */
export async function holdTeam(entityManager: EntityManager, id: string): Promise<boolean> {
  const team = { id, archivedAt: null };
  return (await entityManager.findOne(TeamRow, team, { lockMode: LockMode.PESSIMISTIC_READ })) !== null;
}
