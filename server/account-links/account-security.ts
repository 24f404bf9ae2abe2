import type { EntityManager } from '@mikro-orm/postgresql';
import type { Origin } from '../access/viewer.ts';
import type { PortalEventDeclaration } from '../events/portal-event.ts';
import { recordSecurity } from '../events/record-security.ts';
import type { UserRow } from '../users/user.entity.ts';
import type { AccountEmail } from './account-link.emails.ts';
import { enqueueAccountMail } from './account-mail.ts';

/** Records what has happened to the account of a user, and tells them at once by an email that no one can mute. */
export async function recordAndTell(
  entityManager: EntityManager,
  origin: Origin | null,
  event: PortalEventDeclaration,
  user: UserRow,
  mail: AccountEmail,
): Promise<void> {
  const originSequence = await recordSecurity(entityManager, origin, event, user);
  await enqueueAccountMail(entityManager, user, mail, { originSequence });
}
