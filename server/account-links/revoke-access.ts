import type { EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../access/ended-sessions.ts';
import { SignInCodeRow } from '../sign-in-codes/sign-in-code.entity.ts';
import { AccountLinkRow } from './account-link.entity.ts';

/** After a change of the password: emailed links and codes are used up, and all sessions end except for `keptSession`. */
export async function revokeAccess(entityManager: EntityManager, userId: string, keptSession?: string): Promise<void> {
  const [unused, used] = [{ userId, usedAt: null }, { usedAt: new Date() }];
  await entityManager.nativeUpdate(AccountLinkRow, unused, used);
  await entityManager.nativeUpdate(SignInCodeRow, unused, used);
  await endSessions(entityManager, userId, keptSession === undefined ? {} : { except: keptSession });
}
