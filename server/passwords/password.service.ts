import type { EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../access/ended-sessions.ts';
import { hashPassword, verifyPassword } from '../access/passwords.ts';
import { tenantScope } from '../access/scope.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { oweAccountMail } from '../account-links/account-mail.ts';
import { AccountLinkRow } from '../account-links/account-link.entity.ts';
import { assertNotObvious } from './password.policy.ts';
import type { PasswordChangeInput } from './password.contract.ts';
import { signInAttempt } from '../sessions/session.service.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { UserRow } from '../users/user.entity.ts';

/** Changes the viewer's password. Fails with INVALID_CREDENTIALS, INVALID or TOO_MANY_ATTEMPTS. */
export async function changePassword(
  context: RequestContext,
  { currentPassword, newPassword }: PasswordChangeInput,
): Promise<void> {
  const { tenantId, userId, sessionId } = context.signedIn;
  const { portal, origin } = context;
  const scope = tenantScope(tenantId);
  const { user, tenant } = await portal.write(scope, async (entityManager) => ({
    user: await entityManager.findOneOrFail(UserRow, userId, { populate: ['passwordHash'] }),
    tenant: await entityManager.findOneOrFail(Tenant, tenantId),
  }));
  assertNotObvious(newPassword, user, tenant, 'input.newPassword');

  const attempt = signInAttempt(origin!, tenantId, user.email);
  await portal.throttles.signIn.consume(attempt);
  const fits = await verifyPassword(user.passwordHash, currentPassword);
  // sent again by somebody whom the first answer did not reach
  const isDone = !fits && (await verifyPassword(user.passwordHash, newPassword));
  if (!fits && !isDone) throw wrongPassword();
  await portal.throttles.signIn.refund(attempt);
  if (isDone) return;

  const passwordHash = await hashPassword(newPassword);
  await portal.write(scope, async (entityManager) => {
    const { passwordHash: verified } = user;
    const changed = await entityManager.nativeUpdate(UserRow, { id: userId, passwordHash: verified }, { passwordHash });
    // somebody has changed it in the meantime
    if (changed === 0) throw wrongPassword();
    await endWhatThePasswordOpened(entityManager, userId, sessionId);
    await oweAccountMail(entityManager, user, 'PASSWORD_CHANGED');
  });
}

/** With a new password, emailed links are useless and the user's sessions end, except for `keptSession`. */
export async function endWhatThePasswordOpened(
  entityManager: EntityManager,
  userId: string,
  keptSession?: string,
): Promise<void> {
  await entityManager.nativeUpdate(AccountLinkRow, { userId, usedAt: null }, { usedAt: new Date() });
  await endSessions(entityManager, userId, keptSession === undefined ? {} : { except: keptSession });
}

const wrongPassword = () =>
  new UserInputError(UserErrorCode.INVALID_CREDENTIALS, 'The current password is wrong.', 'input.currentPassword');
