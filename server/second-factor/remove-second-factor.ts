import type { EntityManager } from '@mikro-orm/postgresql';
import { enqueueAccountMail } from '../account-links/account-mail.ts';
import type { UserRow } from '../users/user.entity.ts';
import { SecondFactorRow } from './second-factor.entity.ts';

/** Turns the authenticator of a user off who is locked, with the recovery codes, and tells them; answers whether it was on. */
export async function removeSecondFactor(
  entityManager: EntityManager,
  user: UserRow,
  mail: 'SECOND_FACTOR_OFF' | 'SECOND_FACTOR_RESET',
): Promise<boolean> {
  const wasOn = user.totpSince !== null;
  user.totpSince = null;
  if (wasOn) await enqueueAccountMail(entityManager, user, mail);
  await entityManager.nativeDelete(SecondFactorRow, { userId: user.id });
  return wasOn;
}
