import { forgetEndedSessions } from '../access/ended-sessions.ts';
import { forgetExpiredCounts } from '../access/throttle.ts';
import { forgetExpiredLinks } from '../account-links/account-link.service.ts';
import { forgetExpiredSessions } from '../sessions/session.service.ts';
import { removeOrphans } from '../attachments/sweep.ts';
import { forgetOldEvents } from '../events/retention.ts';
import { forgetUnusedWords } from '../knowledge-base/rendering.ts';
import { forgetOldNotifications } from '../notifications/retention.ts';
import type { Portal } from '../portal.ts';

/** Every night: what is kept for a time only. */
export async function forgetExpired(portal: Portal, _payload: unknown): Promise<void> {
  await forgetOldEvents(portal);
  await forgetOldNotifications(portal);
  await forgetExpiredCounts(portal.pool);
  await forgetExpiredSessions(portal);
  await forgetEndedSessions(portal.pool);
  await forgetExpiredLinks(portal);
  await removeOrphans(portal);
  await forgetUnusedWords(portal);
}
