import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { offeredLocale } from '#shared/locale.ts';
import { toSingleLine } from '#shared/text.ts';
import { endSessions } from '../access/ended-sessions.ts';
import { UserRole, isAdmin, isStaff } from '../access/viewer.ts';
import { AccountLinkKind } from '../account-links/account-link-kind.ts';
import { enqueueAccountMail, enqueueLinkMail, wasJustInvited } from '../account-links/account-mail.ts';
import { invite } from '../account-links/invite.ts';
import { revokeAccess } from '../account-links/revoke-access.ts';
import type { RequestContext } from '../context.ts';
import { forbiddenToRead } from '../graphql/errors.ts';
import { isUuid } from '../database/uuid.ts';
import { nextChangeTime } from '../events/change-time.ts';
import type { FieldChange } from '../events/event-row.ts';
import { record, recordChanges, type Actor } from '../events/record.ts';
import { UserErrorCode, UserInputError, notFound, wrongState } from '../graphql/user-error.ts';
import { addJob } from '../jobs/queue.ts';
import { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { containing, readSearchText } from '../reads/search-text.ts';
import { removeSecondFactor } from '../second-factor/remove-second-factor.ts';
import { findTeam } from '../teams/find-team.ts';
import { findAssignee } from '../tickets/ticket.service.ts';
import { changeProfile } from '../users/contact.ts';
import { readEmailAddress } from '../users/email-address.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { readOfferedLocale } from '../users/locale.ts';
import { UserRow } from '../users/user.entity.ts';
import {
  StaffStatus,
  type StaffArgs,
  type StaffDeactivateInput,
  type StaffInviteInput,
  type StaffUpdateInput,
} from './staff.contract.ts';
import { aboutStaffMember, staffMemberChanged, staffMemberInvited } from './staff.events.ts';
import { staffByName, staffReads, staffStatusOf } from './staff.reads.ts';

type Changed = Promise<{ staffMemberId: string }>;

/** The agents and admins of the tenant, by name. Throws FORBIDDEN for all but admins. */
export async function readStaff(context: RequestContext, { filter, ...page }: StaffArgs, info: GraphQLResolveInfo) {
  if (!isAdmin(context.signedIn)) throw forbiddenToRead('Only admins can list the staff.');
  const search = readSearchText(filter?.search, 'filter.search');
  const statuses = filter?.status ?? [];
  return context.page(
    staffReads,
    {
      page,
      order: staffByName,
      where: (user, parameter) => {
        const conditions = [`${user.role} <> '${UserRole.CUSTOMER}' and not ${user.isKey}`];
        if (statuses.length > 0) conditions.push(`${staffStatusOf(user)} = any(${parameter(statuses, 'text[]')})`);
        if (search) {
          const pattern = parameter(containing(search), 'text');
          conditions.push(`(${user.name} ilike ${pattern} or ${user.email} ilike ${pattern})`);
        }
        return conditions.join(' and ');
      },
    },
    info,
  );
}

/**
 * Invites a colleague; one who has not accepted yet, or whose invitation was withdrawn, again. Fails with FORBIDDEN,
 * TOO_MANY_ATTEMPTS, CONFLICT or INVALID.
 */
export async function inviteStaffMember(context: RequestContext, input: StaffInviteInput): Changed {
  const viewer = context.asAdmin('manage the staff');
  return invite(context, (entityManager) => inviteToStaff(entityManager, viewer, viewer.tenantId, input));
}

/** Changes the role of an agent or admin, who signs in anew. Fails with FORBIDDEN, NOT_FOUND, WRONG_STATE or INVALID. */
export function updateStaffMember(context: RequestContext, id: string, { role }: StaffUpdateInput): Changed {
  return changeStaffMember(context, id, async (member, isLastAdmin, entityManager) => {
    if (role == null || role === member.role) return [];
    assertStaffRole(role);
    if (member.deactivatedAt) throw wrongState('Reactivate them before you change their role.', 'id');
    if (isLastAdmin) throw lastAdmin();
    return changeRole(entityManager, member, role);
  });
}

/** Gives an agent or admin another role, if it is another one, and ends their sessions. What has changed is to be recorded. */
export async function changeRole(
  entityManager: EntityManager,
  member: UserRow,
  role: UserRole,
): Promise<FieldChange[]> {
  const from = member.role;
  if (role === from) return [];
  member.role = role;
  // access tokens and sockets hold the role
  await endSessions(entityManager, member.id);
  if (member.passwordHash !== null) await enqueueAccountMail(entityManager, member, 'ROLE_CHANGED');
  return [{ field: 'role', from, to: role }];
}

/**
 * Ends the access of an agent or admin on every server, or withdraws an invitation. Fails with FORBIDDEN, NOT_FOUND or
 * WRONG_STATE.
 */
export function deactivateStaffMember(
  context: RequestContext,
  id: string,
  { reassignTo: to, reassignToTeam: toTeam }: StaffDeactivateInput = {},
): Changed {
  return changeStaffMember(context, id, async (member, isLastAdmin, entityManager) => {
    if (member.deactivatedAt) throw wrongState('They are deactivated already.', 'id');
    if (isLastAdmin) throw lastAdmin();
    const from = statusOf(member);
    member.deactivatedAt = new Date();
    await revokeAccess(entityManager, member.id);
    if (to !== undefined || toTeam != null) {
      await findAssignee(entityManager, to ?? null, 'input.reassignTo');
      await findTeam(entityManager, toTeam ?? null, 'input.reassignToTeam');
      const { userId, tenantId, role } = context.signedIn;
      const reassignment = { tenantId, from: member.id, to: to ?? null, toTeam, actor: { userId, role } };
      await addJob(entityManager, 'reassignTickets', reassignment, { key: member.id });
    }
    return [{ field: 'status', from, to: StaffStatus.DEACTIVATED }];
  });
}

/** Lets an agent or admin sign in again, with the password they had. Fails with FORBIDDEN, NOT_FOUND or WRONG_STATE. */
export function reactivateStaffMember(context: RequestContext, id: string): Changed {
  return changeStaffMember(context, id, async (member) => {
    if (!member.deactivatedAt) throw wrongState('They are not deactivated.', 'id');
    if (member.passwordHash === null) throw wrongState('They never accepted an invitation: invite them again.', 'id');
    member.deactivatedAt = null;
    return [{ field: 'status', from: StaffStatus.DEACTIVATED, to: StaffStatus.ACTIVE }];
  });
}

/**
 * Turns off the second factor of an agent or admin who has lost it, ends their sessions and tells them. Fails with FORBIDDEN,
 * NOT_FOUND or WRONG_STATE.
 */
export function resetSecondFactor(context: RequestContext, id: string): Changed {
  return changeStaffMember(context, id, async (member, _, entityManager) => {
    if (!(await removeSecondFactor(entityManager, member, 'SECOND_FACTOR_RESET')))
      throw wrongState('They have no second factor.', 'id');
    await endSessions(entityManager, member.id);
    return [{ field: 'secondFactor', from: 'true', to: 'false' }];
  });
}

function changeStaffMember(
  context: RequestContext,
  id: string,
  change: (member: UserRow, isLastAdmin: boolean, entityManager: EntityManager) => Promise<FieldChange[]>,
): Changed {
  const viewer = context.asAdmin('manage the staff');
  // sessions are their user's own, and the portal's
  return context.writeAsPortal(async (entityManager) => {
    const { member, isLastAdmin } = await lockStaffMember(entityManager, id);
    if (!member) throw notFound('Staff member', 'id');
    const changes = await change(member, isLastAdmin, entityManager);
    await recordChanges(entityManager, staffMemberChanged, { ...aboutStaffMember(member, viewer), changes });
    return { staffMemberId: member.id };
  });
}

/** An agent or admin as they are now, whom nobody else changes until the end of the transaction. */
export async function lockStaffMember(
  entityManager: EntityManager,
  id: string,
): Promise<{ member: UserRow | undefined; isLastAdmin: boolean }> {
  // all admins as well: of two who end each other's access at once, the second finds itself the last
  const admins = { role: UserRole.ADMIN, deactivatedAt: null };
  const locked = await entityManager.find(
    UserRow,
    { $or: [admins, { id: isUuid(id) ? id : null, role: { $ne: UserRole.CUSTOMER }, isKey: false }] },
    { populate: ['passwordHash'], lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' }, refresh: true },
  );
  const member = locked.find((user) => user.id === id);
  const canAdminister = ({ role, deactivatedAt, passwordHash }: UserRow) =>
    role === UserRole.ADMIN && !deactivatedAt && passwordHash !== null;
  return {
    member,
    isLastAdmin: member !== undefined && canAdminister(member) && locked.filter(canAdminister).length === 1,
  };
}

/** The same within a transaction, by an admin or by whoever runs the portal. */
export async function inviteToStaff(
  entityManager: EntityManager,
  actor: Actor | null,
  tenantId: string,
  input: StaffInviteInput,
): Changed {
  const email = readEmailAddress(input.email, 'input.email');
  assertStaffRole(input.role);
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const existing = await entityManager.findOne(UserRow, { email }, { populate: ['passwordHash'], lockMode });
  if (existing && (!isStaff(existing) || existing.passwordHash !== null)) {
    const message =
      existing.deactivatedAt && isStaff(existing)
        ? 'Someone with this email address was deactivated: reactivate them instead.'
        : 'Someone already signs in with this email address.';
    throw new UserInputError(UserErrorCode.CONFLICT, message, 'input.email');
  }
  const name = toSingleLine(input.name);
  const inviter = existing ?? (actor && (await entityManager.findOneOrFail(UserRow, actor.userId)));
  const tenant = await entityManager.findOneOrFail(Tenant, tenantId);
  const locale =
    input.locale == null
      ? offeredLocale(inviter?.locale ?? tenant.defaultLocale, tenant)
      : readOfferedLocale(input.locale, tenant, 'input.locale');
  if (!existing) {
    const { timeZone } = await entityManager.findOneOrFail(OpeningHoursRow, { tenantId });
    const createdAt = await nextChangeTime(entityManager, tenantId);
    const profile = { name, email, role: input.role, locale, timeZone, passwordHash: null, deactivatedAt: null };
    const member = entityManager.create(UserRow, { id: uuid(), tenantId, ...profile, createdAt });
    await record(entityManager, staffMemberInvited, { ...aboutStaffMember(member, actor), at: createdAt });
    await enqueueLinkMail(entityManager, member, AccountLinkKind.INVITATION);
    return { staffMemberId: member.id };
  }
  const changes: FieldChange[] = [];
  const { role, deactivatedAt } = existing;
  if (role !== input.role) changes.push({ field: 'role', from: role, to: input.role });
  if (deactivatedAt) changes.push({ field: 'status', from: StaffStatus.DEACTIVATED, to: StaffStatus.INVITED });
  Object.assign(existing, { role: input.role, deactivatedAt: null });
  await changeProfile(entityManager, existing, { name, locale }, actor);
  if (deactivatedAt || !(await wasJustInvited(entityManager, existing))) {
    await enqueueLinkMail(entityManager, existing, AccountLinkKind.INVITATION);
    changes.push({ field: 'invitation', from: null, to: null });
  }
  await recordChanges(entityManager, staffMemberChanged, { ...aboutStaffMember(existing, actor), changes });
  return { staffMemberId: existing.id };
}

function assertStaffRole(role: UserRole): void {
  if (role === UserRole.CUSTOMER)
    throw new UserInputError(UserErrorCode.INVALID, 'role must be AGENT or ADMIN.', 'input.role');
}

const statusOf = ({ passwordHash }: UserRow) => (passwordHash === null ? StaffStatus.INVITED : StaffStatus.ACTIVE);

const lastAdmin = () => wrongState('They are the only admin who can sign in: make somebody else an admin first.', 'id');
