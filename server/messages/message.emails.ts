import type { EntityManager } from '@mikro-orm/postgresql';
import { formatFileSize } from '#shared/file-size.ts';
import { languageTag } from '#shared/locale.ts';
import { AttachmentRow } from '../attachments/attachment.entity.ts';
import type { PortalEventRow } from '../events/event.entity.ts';
import type { EmailDetail, EmailReader } from '../mail/email.ts';
import { MessageRow } from './message.entity.ts';

export interface MessageEmailFacts {
  message: MessageRow;
  attachments: AttachmentRow[];
}

/** The message an event is about, with its files. */
export async function loadMessage(
  entityManager: EntityManager,
  { subjectId }: PortalEventRow,
): Promise<MessageEmailFacts> {
  return {
    message: await entityManager.findOneOrFail(MessageRow, subjectId!),
    attachments: await entityManager.find(AttachmentRow, { messageId: subjectId }, { orderBy: { position: 'asc' } }),
  };
}

/** What a ticket was opened with. */
export const firstMessage = (entityManager: EntityManager, ticketId: string): Promise<MessageRow> =>
  entityManager.findOneOrFail(MessageRow, { ticketId }, { orderBy: { createdAt: 'asc' } });

/** The names of the files only: whoever wants them is subject to the rules of the portal. */
export const attachmentDetails = ({ attachments }: MessageEmailFacts, { locale, t }: EmailReader): EmailDetail[] =>
  attachments.length === 0
    ? []
    : [
        [
          t('emails.details.attachments'),
          attachments.map(({ name, size }) => `${name} (${formatFileSize(size, languageTag(locale))})`).join(', '),
        ],
      ];
