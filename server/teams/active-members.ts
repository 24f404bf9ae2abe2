import type { EntityManager } from '@mikro-orm/postgresql';
import { UserRow } from '../users/user.entity.ts';
import { TeamMemberRow } from './team.entity.ts';

/** The ids of who is in a team and not deactivated; none of no team. */
export async function activeMembers(entityManager: EntityManager, teamId: string | null): Promise<string[]> {
  if (teamId === null) return [];
  const members = await entityManager.find(TeamMemberRow, { teamId });
  const ids = members.map(({ userId }) => userId);
  const users = await entityManager.find(UserRow, { id: { $in: ids }, deactivatedAt: null });
  return users.map(({ id }) => id);
}
