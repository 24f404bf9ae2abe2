import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../access/ended-sessions.ts';
import type { RefreshGrant } from '../access/tokens.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import { UserRow } from '../users/user.entity.ts';
import { deviceOf, meaningOf, sessionEnd } from './session-life.ts';
import { SessionRow } from './session.entity.ts';
import { openSession, userScope, type OpenedSession } from './session.service.ts';

/** Refreshes the session of the cookie. A refresh token that somebody else has used ends it. Throws RATE_LIMITED. */
export async function refreshSession(context: RequestContext): Promise<OpenedSession> {
  const { portal, origin } = context;
  const grant = origin!.refreshToken ? await portal.tokens.readRefresh(origin!.refreshToken) : null;
  const renewed =
    grant &&
    (await portal.write(userScope(grant), async (entityManager) => {
      const found = await renew(entityManager, grant, deviceOf(origin!));
      // not before: nobody uses up the refreshes of a user with a token of an ended session
      if (found) await portal.frequencies.count(frequencies.sessionRefresh, grant);
      return found;
    }));
  if (!renewed) {
    origin!.setRefreshToken(null);
    throw new UserInputError(UserErrorCode.SESSION_ENDED, 'The session has ended. Sign in again.');
  }
  return openSession(context, renewed.session, renewed.user);
}

async function renew(entityManager: EntityManager, grant: RefreshGrant, device: string) {
  // the user first, then the session: in the order in which a change of the password locks them
  await entityManager.execute(
    `update portal_user set last_active_at = now() where id = ? and deactivated_at is null
     and exists (select from session where id = ? and generation <= ? + 1 and ended_at is null and expires_at > now())`,
    [grant.userId, grant.sessionId, grant.generation],
  );
  const session = await entityManager.findOne(SessionRow, grant.sessionId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const now = await timeOf(entityManager);
  if (!session || session.endedAt || session.expiresAt <= now) return null;
  const user = await entityManager.findOne(UserRow, { id: grant.userId, deactivatedAt: null });
  const meaning = meaningOf(grant, session, device, now);
  if (!user || meaning === 'theft') {
    await endSessions(entityManager, session.userId, { only: session.id });
    return null;
  }
  if (meaning === 'next') {
    session.generation += 1;
    session.replacedAt = now;
    session.replacedBy = device;
  }
  session.refreshedAt = now;
  session.expiresAt = sessionEnd(user, session.createdAt, now);
  return { session, user };
}

/** The time of the database, which all servers share; not that of a transaction, which may have waited. */
async function timeOf(entityManager: EntityManager): Promise<Date> {
  const [{ time }] = await entityManager.execute<[{ time: string }]>('select clock_timestamp() as time');
  return new Date(time);
}
