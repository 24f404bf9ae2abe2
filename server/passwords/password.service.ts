import { assertNotObvious } from '../access/password-policy.ts';
import { hashPassword, verifyPassword } from '../access/passwords.ts';
import { tenantScope } from '../access/scope.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { enqueueAccountMail } from '../account-links/account-mail.ts';
import { revokeAccess } from '../account-links/revoke-access.ts';
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
  const isRight = await verifyPassword(user.passwordHash, currentPassword);
  // a repeated request whose first answer was lost
  const isDone = !isRight && (await verifyPassword(user.passwordHash, newPassword));
  if (!isRight && !isDone) throw wrongPassword();
  await portal.throttles.signIn.refund(attempt);
  if (isDone) return;

  const passwordHash = await hashPassword(newPassword);
  await portal.write(scope, async (entityManager) => {
    const { passwordHash: verified } = user;
    const changed = await entityManager.nativeUpdate(UserRow, { id: userId, passwordHash: verified }, { passwordHash });
    // changed by another request in the meantime
    if (changed === 0) throw wrongPassword();
    await revokeAccess(entityManager, userId, sessionId);
    await enqueueAccountMail(entityManager, user, 'PASSWORD_CHANGED');
  });
}

const wrongPassword = () =>
  new UserInputError(UserErrorCode.INVALID_CREDENTIALS, 'The current password is wrong.', 'input.currentPassword');
