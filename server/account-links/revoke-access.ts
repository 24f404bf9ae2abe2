import type { EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../access/ended-sessions.ts';
import { AccountLinkRow } from './account-link.entity.ts';

/** After a change of the password: emailed links are used up, and all sessions end except for `keptSession`. */
export async function revokeAccess(entityManager: EntityManager, userId: string, keptSession?: string): Promise<void> {
  await entityManager.nativeUpdate(AccountLinkRow, { userId, usedAt: null }, { usedAt: new Date() });
  await endSessions(entityManager, userId, keptSession === undefined ? {} : { except: keptSession });
}
