import { assertNotObvious } from '../access/password-policy.ts';
import type { Guess } from '../access/guessing.ts';
import { hashPassword, verifyPassword } from '../access/passwords.ts';
import { tenantScope } from '../access/scope.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { recordAndTell } from '../account-links/account-security.ts';
import { revokeAccess } from '../account-links/revoke-access.ts';
import type { PasswordChangeInput } from './password.contract.ts';
import { guessByEmail } from '../sessions/guess-by-email.ts';
import { passwordChanged } from './password.events.ts';
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
  await assertNotObvious(portal.breachedPasswords, {
    password: newPassword,
    names: [user.name, user.email, tenant.name],
    field: 'input.newPassword',
  });

  const guess = await guessByEmail(context, 'password', user);
  await portal.guessing.consume(guess);
  const isRight = await verifyPassword(user.passwordHash, currentPassword);
  const isDone = !isRight && (await isChangedAlready(context, guess, user, newPassword));
  if (!isRight && !isDone) throw wrongPassword();
  await portal.guessing.succeed(guess);
  if (isDone) return;

  const passwordHash = await hashPassword(newPassword);
  await portal.write(scope, async (entityManager) => {
    const { passwordHash: verified } = user;
    const changed = await entityManager.nativeUpdate(UserRow, { id: userId, passwordHash: verified }, { passwordHash });
    // changed by another request in the meantime
    if (changed === 0) throw wrongPassword();
    await revokeAccess(entityManager, userId, sessionId);
    await recordAndTell(entityManager, origin, passwordChanged, user, 'PASSWORD_CHANGED');
  });
}

/** Whether this repeats a request whose first answer was lost: the new password is tried, where one more guess is allowed. */
async function isChangedAlready(
  { portal }: RequestContext,
  guess: Guess,
  { passwordHash }: UserRow,
  newPassword: string,
): Promise<boolean> {
  try {
    await portal.guessing.consume(guess);
  } catch (refused) {
    if (refused instanceof UserInputError) return false;
    throw refused;
  }
  const isDone = await verifyPassword(passwordHash, newPassword);
  if (isDone) await portal.guessing.succeed(guess);
  return isDone;
}

const wrongPassword = () =>
  new UserInputError(UserErrorCode.INVALID_CREDENTIALS, 'The current password is wrong.', 'input.currentPassword');
