import type { EntityManager } from '@mikro-orm/postgresql';
import { deviceOf } from '#shared/device.ts';
import { tenantScope } from '../access/scope.ts';
import type { Origin } from '../access/viewer.ts';
import { enqueueAccountMail } from '../account-links/account-mail.ts';
import type { RequestContext } from '../context.ts';
import type { PortalEventDeclaration } from '../events/portal-event.ts';
import { recordAttempt, recordSecurity } from '../events/record-security.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { UserRow } from '../users/user.entity.ts';
import { SessionRow } from './session.entity.ts';
import { sessionEnded, signInFailed, signInLocked, signedIn } from './session.events.ts';
import type { SignInMethod } from './sign-in-method.ts';

/** Records that somebody came in, and tells them where they were not signed in before. Answers with the number of the event. */
export async function recordSignIn(
  { origin }: RequestContext,
  entityManager: EntityManager,
  user: UserRow,
  session: SessionRow,
  method: SignInMethod | 'TOTP' | 'RECOVERY_CODE' | 'SECOND_PASSKEY',
): Promise<string> {
  const changes = [{ field: 'method', from: null, to: method }];
  const isNew = await isNewDevice(entityManager, session);
  const originSequence = await recordSecurity(entityManager, origin, signedIn, user, { changes });
  if (isNew) await enqueueAccountMail(entityManager, user, 'NEW_DEVICE', { originSequence });
  return originSequence;
}

/** Whether the user has been signed in before, but with no such browser and system. */
async function isNewDevice(entityManager: EntityManager, { id, userId, userAgent }: SessionRow): Promise<boolean> {
  const former = await entityManager.find(SessionRow, { userId, id: { $ne: id } }, { fields: ['userAgent'] });
  const device = deviceName(userAgent);
  return former.length > 0 && former.every((session) => deviceName(session.userAgent) !== device);
}

/** Without the versions, which change every few weeks. */
function deviceName(userAgent: string): string {
  const device = deviceOf(userAgent);
  return device ? `${device.browser} ${device.system}` : userAgent;
}

/** Records that the user has ended a session. */
export async function recordEnd(entityManager: EntityManager, origin: Origin | null, userId: string): Promise<void> {
  const user = await entityManager.findOneOrFail(UserRow, userId);
  await recordSecurity(entityManager, origin, sessionEnded, user);
}

/** Finds who somebody says they are. */
type FindUser = (entityManager: EntityManager) => Promise<UserRow | null>;
export const byEmail =
  (email: string): FindUser =>
  (entityManager) =>
    entityManager.findOne(UserRow, { email });
export const byId =
  (id: string): FindUser =>
  (entityManager) =>
    entityManager.findOne(UserRow, { id });

/** Does what somebody may come in by, and records where they may not: before they are told, whoever they say they are. */
export async function recordRefusals<Result>(
  context: RequestContext,
  tenantId: string | undefined,
  findUser: FindUser,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (refused) {
    const event = eventOf(refused);
    if (event && tenantId) await recordRefusal(context, tenantId, findUser, event);
    throw refused;
  }
}

function eventOf(refused: unknown): PortalEventDeclaration | null {
  if (!(refused instanceof UserInputError)) return null;
  const codes = refused.userErrors.map(({ code }) => code);
  if (codes.includes(UserErrorCode.TOO_MANY_ATTEMPTS)) return signInLocked;
  return codes.includes(UserErrorCode.INVALID_CREDENTIALS) ? signInFailed : null;
}

/** Records that somebody did not come in. */
export const recordFailure = (context: RequestContext, tenantId: string, findUser: FindUser): Promise<void> =>
  recordRefusal(context, tenantId, findUser, signInFailed);

async function recordRefusal(
  { portal, origin }: RequestContext,
  tenantId: string,
  findUser: FindUser,
  event: PortalEventDeclaration,
): Promise<void> {
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    await recordAttempt(entityManager, origin!, event, tenantId, await findUser(entityManager));
  });
}
