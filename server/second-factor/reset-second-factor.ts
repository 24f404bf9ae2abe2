import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../access/ended-sessions.ts';
import { isStaff } from '../access/viewer.ts';
import { record } from '../events/record.ts';
import { notFound, wrongState } from '../graphql/user-error.ts';
import { aboutStaffMember, staffMemberChanged } from '../staff/staff.events.ts';
import { UserRow } from '../users/user.entity.ts';
import { userChanged } from '../users/user.events.ts';
import { removeSecondFactor } from './remove-second-factor.ts';

/** Turns off the second factor of whoever has this address, for those who run the portal. Fails with NOT_FOUND or WRONG_STATE. */
export async function resetSecondFactorOf(entityManager: EntityManager, email: string): Promise<void> {
  const user = await entityManager.findOne(UserRow, { email }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!user) throw notFound('User', 'email');
  if (!(await removeSecondFactor(entityManager, user, 'SECOND_FACTOR_RESET')))
    throw wrongState(`${email} has no second factor.`, 'email');
  await endSessions(entityManager, user.id);
  const { id: subjectId, tenantId, customerId } = user;
  const about = isStaff(user)
    ? aboutStaffMember(user, null)
    : { actor: null, tenantId, customerId, ticketId: null, subjectId };
  const changes = [{ field: 'secondFactor', from: 'true', to: 'false' }];
  await record(entityManager, isStaff(user) ? staffMemberChanged : userChanged, { ...about, changes });
}
