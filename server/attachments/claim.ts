import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import { notFound } from '../graphql/user-error.ts';
import { AttachmentSettings } from './attachment-settings.entity.ts';
import { AttachmentRow } from './attachment.entity.ts';
import { limitsOf, tooManyOfMessage } from './attachment.policy.ts';

export const attachmentIdsDescription =
  'UUIDs of files from `attachmentUpload`, at most `attachmentLimits.maximumCount` (TOO_MANY). Each file can be sent once: NOT_FOUND when one is not an unclaimed file of the viewer.';

/** The ids in their order, each once. */
export const distinctIds = (ids: string[] | null | undefined): string[] => [
  ...new Set(ids?.map((id) => id.toLowerCase())),
];

/**
 * The viewer's unclaimed files in the order of `ids`, locked until the end of the transaction: of two messages that refer to
 * one, the second does not find it. Call it before locking anything that `record` needs.
 */
export async function lockUnclaimed(
  context: RequestContext,
  entityManager: EntityManager,
  ids: string[],
): Promise<AttachmentRow[]> {
  if (ids.length === 0) return [];
  const { tenantId, userId } = context.signedIn;
  // read again: the files may have been uploaded a day ago, and the message has to obey the limits of today
  const limits = limitsOf(await entityManager.findOneOrFail(AttachmentSettings, { tenantId }));
  if (ids.length > limits.maximumCount) throw tooManyOfMessage(limits);
  const found = await entityManager.find(
    AttachmentRow,
    { id: { $in: ids.filter(isUuid) }, uploaderId: userId, claimedAt: null },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  if (found.length < ids.length) throw notFound('Attachment', 'input.attachmentIds');
  return found.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}

/** The message that files are sent with, as far as it matters to them. */
interface Message {
  id: string;
  ticketId: string;
  customerId: string;
  internal: boolean;
  createdAt: Date;
}

/** Makes files part of a message. */
export function claim(attachments: AttachmentRow[], message: Message): void {
  for (const [position, attachment] of attachments.entries()) {
    attachment.position = position;
    attachment.messageId = message.id;
    attachment.ticketId = message.ticketId;
    attachment.customerId = message.customerId;
    attachment.internal = message.internal;
    attachment.claimedAt = message.createdAt;
  }
}

/** Whether the files of a message are exactly these. */
export async function hasClaimed(entityManager: EntityManager, message: Message, ids: string[]): Promise<boolean> {
  const claimed = await entityManager.find(AttachmentRow, { messageId: message.id }, { fields: ['id'] });
  return claimed.length === ids.length && claimed.every(({ id }) => ids.includes(id));
}
