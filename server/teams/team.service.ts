import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { toSingleLine } from '#shared/text.ts';
import { UserRole, isStaff } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import { nextChangeTime } from '../events/change-time.ts';
import type { FieldChange } from '../events/event-row.ts';
import { record, recordChanges } from '../events/record.ts';
import { forbiddenToRead } from '../graphql/errors.ts';
import { UserErrorCode, UserInputError, notFound, wrongState } from '../graphql/user-error.ts';
import { addJob } from '../jobs/queue.ts';
import type { PageArgs } from '../reads/connection.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import { workedOnStatuses } from '../tickets/ticket.policy.ts';
import { UserRow } from '../users/user.entity.ts';
import type { TeamArchiveInput, TeamCreateInput, TeamUpdateInput } from './team.contract.ts';
import { TeamMemberRow, TeamRow, teamLimits } from './team.entity.ts';
import { aboutTeam, teamArchived, teamChanged, teamCreated } from './team.events.ts';
import { teamReads, teamsByName } from './team.reads.ts';

type Changed = Promise<{ teamId: string }>;

/** The teams of the tenant that are not archived, by name. Throws FORBIDDEN for customers. */
export async function readTeams(context: RequestContext, page: PageArgs, info: GraphQLResolveInfo) {
  if (!isStaff(context.signedIn)) throw forbiddenToRead('Only staff can list teams.');
  return context.page(teamReads, { page, order: teamsByName, where: (team) => `${team.archivedAt} is null` }, info);
}

/** Creates a team. Admins only. Fails with FORBIDDEN, NOT_FOUND, TOO_MANY or CONFLICT. */
export function createTeam(context: RequestContext, { name, memberIds }: TeamCreateInput): Changed {
  const viewer = context.asAdmin('manage teams');
  return context.write(async (entityManager) => {
    const members = await findMembers(entityManager, memberIds ?? [], 'input.memberIds');
    assertFew(members.length, teamLimits.members, 'members', 'input.memberIds');
    const at = await nextChangeTime(entityManager, viewer.tenantId);
    assertFew((await entityManager.count(TeamRow, { archivedAt: null })) + 1, teamLimits.teams, 'teams', 'input.name');
    const team = entityManager.create(TeamRow, {
      id: uuid(),
      tenantId: viewer.tenantId,
      name: await unusedName(entityManager, name),
      createdAt: at,
    });
    await entityManager.flush();
    const changes = join(entityManager, team, members);
    await record(entityManager, teamCreated, { ...aboutTeam(team, viewer), changes, at });
    return { teamId: team.id };
  });
}

/** Renames a team, and adds and removes members. Admins only. Fails as `createTeam`, and with WRONG_STATE. */
export function updateTeam(
  context: RequestContext,
  id: string,
  { name, addMemberIds, removeMemberIds }: TeamUpdateInput,
): Changed {
  const viewer = context.asAdmin('manage teams');
  return context.write(async (entityManager) => {
    // people before teams, as where somebody is deactivated
    const wanted = await findMembers(entityManager, addMemberIds ?? [], 'input.addMemberIds');
    const [team] = await lockTeams(entityManager, id);
    const members = await entityManager.find(TeamMemberRow, { teamId: team.id });
    const leaving = members.filter(({ userId }) => removeMemberIds?.includes(userId));
    const joining = wanted.filter((joiner) => !members.some(({ userId }) => userId === joiner));
    const count = members.length - leaving.length + joining.length;
    assertFew(count, teamLimits.members, 'members', 'input.addMemberIds');
    const at = await nextChangeTime(entityManager, viewer.tenantId);
    const renamed = name != null && toSingleLine(name) !== team.name;
    if (renamed) team.name = await unusedName(entityManager, name, team.id);
    const changes = [
      ...(renamed ? [{ field: 'name', from: null, to: null }] : []),
      ...leave(entityManager, leaving),
      ...join(entityManager, team, joining),
    ];
    await recordChanges(entityManager, teamChanged, { ...aboutTeam(team, viewer), changes, at });
    return { teamId: team.id };
  });
}

/**
 * Archives a team: its open and pending tickets go where the input says. Admins only. Fails with FORBIDDEN, NOT_FOUND,
 * WRONG_STATE, REQUIRED or INVALID.
 */
export function archiveTeam(
  context: RequestContext,
  id: string,
  { moveTicketsTo: to }: TeamArchiveInput = {},
): Changed {
  const viewer = context.asAdmin('manage teams');
  return context.write(async (entityManager) => {
    const [team, heir] = await lockTeams(entityManager, id, to);
    if (to != null && (!heir || heir.archivedAt)) throw notFound('Team', 'input.moveTicketsTo');
    if (heir === team) throw invalid('Its tickets must go to another team.', 'input.moveTicketsTo');
    const left = { teamId: team.id, status: { $in: workedOnStatuses } };
    if (to === undefined && (await entityManager.findOne(TicketRow, left))) {
      const message = 'The team has open or pending tickets: name the team to which they go, or null for none.';
      throw new UserInputError(UserErrorCode.REQUIRED, message, 'input.moveTicketsTo');
    }
    const changes = leave(entityManager, await entityManager.find(TeamMemberRow, { teamId: team.id }));
    team.archivedAt = await record(entityManager, teamArchived, { ...aboutTeam(team, viewer), changes });
    const { userId, tenantId, role } = viewer;
    const move = { tenantId, from: team.id, to: to ?? null, actor: { userId, role } };
    await addJob(entityManager, 'moveTickets', move, { key: team.id });
    return { teamId: team.id };
  });
}

/** The team that is to be changed, and another one; each locked, always in the same order. Fails with NOT_FOUND or WRONG_STATE. */
async function lockTeams(
  entityManager: EntityManager,
  id: string,
  otherId?: string | null,
): Promise<[team: TeamRow, other: TeamRow | undefined]> {
  const ids = [id, otherId ?? ''].filter(isUuid);
  const teams = await entityManager.find(
    TeamRow,
    { id: { $in: ids } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  const team = teams.find((each) => each.id === id);
  if (!team) throw notFound('Team', 'id');
  if (team.archivedAt) throw wrongState('The team is archived.', 'id');
  return [team, teams.find((each) => each.id === otherId)];
}

/** The agents and admins with these ids, each once, who are not deactivated meanwhile. Fails with NOT_FOUND on `field`. */
async function findMembers(entityManager: EntityManager, ids: string[], field: string): Promise<string[]> {
  const wanted = [...new Set(ids)];
  const found = await entityManager.find(
    UserRow,
    { id: { $in: wanted.filter(isUuid) }, role: { $ne: UserRole.CUSTOMER }, deactivatedAt: null },
    { lockMode: LockMode.PESSIMISTIC_READ, orderBy: { id: 'asc' } },
  );
  if (found.length < wanted.length) throw notFound('Agent', field);
  return wanted;
}

function join(entityManager: EntityManager, { id: teamId, tenantId }: TeamRow, userIds: string[]): FieldChange[] {
  for (const userId of userIds) entityManager.create(TeamMemberRow, { teamId, userId, tenantId });
  return userIds.map((userId) => ({ field: 'members', from: null, to: userId }));
}

function leave(entityManager: EntityManager, members: TeamMemberRow[]): FieldChange[] {
  entityManager.remove(members);
  return members.map(({ userId }) => ({ field: 'members', from: userId, to: null }));
}

/** The name in one line. `nextChangeTime` was asked before: nobody else names a team meanwhile. Fails with CONFLICT. */
async function unusedName(entityManager: EntityManager, given: string, ownId?: string): Promise<string> {
  const name = toSingleLine(given);
  const [other] = await entityManager.execute(
    `select from team where lower(name) = lower(?) and archived_at is null and id is distinct from ?::uuid limit 1`,
    [name, ownId ?? null],
  );
  if (other) throw new UserInputError(UserErrorCode.CONFLICT, 'Another team has this name.', 'input.name');
  return name;
}

function assertFew(count: number, most: number, what: string, field: string): void {
  if (count > most) throw new UserInputError(UserErrorCode.TOO_MANY, `There can be at most ${most} ${what}.`, field);
}

const invalid = (message: string, field: string) => new UserInputError(UserErrorCode.INVALID, message, field);
