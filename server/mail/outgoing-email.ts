import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { tenantScope } from '../access/scope.ts';
import type { Portal } from '../portal.ts';
import { MailDelivery } from './delivery.entity.ts';
import { renderEmail, type EmailContent, type EmailReader, type EmailSender } from './email.ts';
import { isFinal, mailFailureOf } from './mail-failure.ts';
import { deleteTasks } from './mail-task.ts';
import { MailRefusalRow } from './refusal.entity.ts';

/** An email as it is sent. */
export interface OutgoingEmail {
  reader: EmailReader;
  content: EmailContent;
  /** The part before the `@`: the same whenever it is sent again. */
  messageId: string;
  /** What it is threaded by in a mailbox, in the same form; null for an email of its own. */
  thread: string | null;
  sender: EmailSender;
  /** Where one request without a sign-in ends emails of its kind; null for those that are always sent. */
  unsubscribeUrl: string | null;
  calendarFile: CalendarFile | null;
}

/** A calendar entry that comes with an email. */
export interface CalendarFile {
  method: 'REQUEST' | 'CANCEL';
  content: string;
}

/** Writes the email of a delivery from what is true when it is sent; null when nothing is left to say. */
export type EmailWriter = (
  portal: Portal,
  entityManager: EntityManager,
  delivery: MailDelivery,
) => Promise<OutgoingEmail | null>;

/** How often it is tried, a second apart, to keep that a message was accepted: otherwise it would be sent again. */
const attemptsToKeep = 5;

/** Gives a message to the mail server, and keeps what became of the deliveries in it, and that these tasks are done. */
export async function handOver(
  portal: Portal,
  tenantId: string,
  ids: string[],
  message: ReturnType<typeof toMessage>,
  taskIds: string[] = [],
): Promise<void> {
  const { address: email } = message.to;
  const saveOutcome = ({ sentAt = null, failure = null }: Partial<Pick<MailDelivery, 'sentAt' | 'failure'>>) =>
    portal.write(tenantScope(tenantId), async (entityManager) => {
      const isOver = sentAt !== null || (failure !== null && isFinal(failure));
      await entityManager.nativeUpdate(
        MailDelivery,
        { id: { $in: ids } },
        { sentAt, failure, ...(isOver && { isHeld: false }) },
      );
      if (isOver && taskIds.length > 0) await deleteTasks(entityManager, taskIds);
      if (sentAt) await entityManager.nativeDelete(MailRefusalRow, { tenantId, email });
      else if (isOver)
        await entityManager.upsert(MailRefusalRow, { tenantId, email, failure: failure!, refusedAt: new Date() });
    });
  try {
    await portal.mailer.send(message);
  } catch (error) {
    const failure = mailFailureOf(error);
    await saveOutcome({ failure });
    if (!isFinal(failure)) throw error;
    portal.log.warn({ err: error, deliveries: ids }, 'a mail was refused for good');
    return;
  }
  const sentAt = new Date();
  for (let attempt = 1; ; attempt++) {
    try {
      return await saveOutcome({ sentAt });
    } catch (error) {
      if (attempt === attemptsToKeep) throw error;
      await sleep(1_000);
    }
  }
}

export function toMessage(
  { config }: Portal,
  { name, email: address }: Pick<MailDelivery, 'name' | 'email'>,
  { reader, content, messageId, thread, calendarFile, unsubscribeUrl, sender }: OutgoingEmail,
) {
  const domain = new URL(config.publicUrl).hostname;
  const { replyTo } = sender;
  return {
    from: { name: sender.name, address: addressIn(config.mailFrom) },
    ...(replyTo !== null && { replyTo }),
    to: { name, address },
    ...renderEmail(content, reader, sender),
    ...(calendarFile && { icalEvent: { ...calendarFile, filename: 'call.ics' } }),
    messageId: `<${messageId}@${domain}>`,
    ...(thread && { inReplyTo: `<${thread}@${domain}>`, references: `<${thread}@${domain}>` }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      // RFC 8058
      ...(unsubscribeUrl && {
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  };
}

/** The address of `Name <address>`, or of an address alone. */
const addressIn = (sender: string) => /<([^<>]*)>\s*$/.exec(sender)?.[1] ?? sender.trim();
