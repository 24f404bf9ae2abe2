import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { tenantScope } from '../access/scope.ts';
import { addJob } from '../jobs/queue.ts';
import type { Portal } from '../portal.ts';
import { MailDelivery } from './delivery.entity.ts';
import { renderEmail, type EmailContent, type EmailReader } from './email.ts';
import { isFinal, mailFailureOf } from './mail-failure.ts';
import { MailRefusalRow } from './refusal.entity.ts';

/** An email as it is sent. */
export interface OutgoingEmail {
  reader: EmailReader;
  content: EmailContent;
  /** The part before the `@`: the same whenever it is sent again. */
  messageId: string;
  /** What it is threaded by in a mailbox, in the same form; null for an email of its own. */
  thread: string | null;
  /** In whose name it is sent. */
  senderName: string;
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

type Recipient = Pick<MailDelivery, 'tenantId' | 'userId' | 'name' | 'email'>;
type Occasion = Partial<Pick<MailDelivery, 'eventSequence' | 'accountMail' | 'accountLinkId'>>;

/** Puts an email into the outbox; it is sent once this transaction has committed. */
export async function enqueueMail(
  entityManager: EntityManager,
  { tenantId, userId, name, email }: Recipient,
  occasion: Occasion,
): Promise<void> {
  const id = uuid();
  entityManager.create(MailDelivery, {
    id,
    tenantId,
    userId,
    name,
    email,
    eventSequence: null,
    ...occasion,
    createdAt: new Date(),
    sentAt: null,
    failure: null,
  });
  await addJob(entityManager, 'sendMail', { tenantId, deliveryId: id }, { key: id });
}

/** Sends one email of the outbox. Throws when it was not accepted now, and is then run again; a refusal for good is final. */
export async function sendMail(
  portal: Portal,
  writeEmail: EmailWriter,
  { tenantId, deliveryId }: { tenantId: string; deliveryId: string },
): Promise<void> {
  const scope = tenantScope(tenantId);
  const message = await portal.write(scope, async (entityManager) => {
    const delivery = await entityManager.findOne(MailDelivery, { id: deliveryId, sentAt: null });
    const email = delivery && (await writeEmail(portal, entityManager, delivery));
    return email && toMessage(portal, delivery, email);
  });
  if (!message) return;
  const { address: email } = message.to;
  const saveOutcome = ({ sentAt = null, failure = null }: Partial<Pick<MailDelivery, 'sentAt' | 'failure'>>) =>
    portal.write(scope, async (entityManager) => {
      await entityManager.nativeUpdate(MailDelivery, { id: deliveryId }, { sentAt, failure });
      if (sentAt) await entityManager.nativeDelete(MailRefusalRow, { tenantId, email });
      else if (failure && isFinal(failure))
        await entityManager.upsert(MailRefusalRow, { tenantId, email, failure, refusedAt: new Date() });
    });
  try {
    await portal.mailer.send(message);
  } catch (error) {
    const failure = mailFailureOf(error);
    await saveOutcome({ failure });
    if (!isFinal(failure)) throw error;
    portal.log.warn({ err: error, deliveryId }, 'a mail was refused for good');
    return;
  }
  await saveOutcome({ sentAt: new Date() });
}

function toMessage(
  { config }: Portal,
  { name, email: address }: MailDelivery,
  { reader, content, messageId, thread, calendarFile, senderName, unsubscribeUrl }: OutgoingEmail,
) {
  const domain = new URL(config.publicUrl).hostname;
  return {
    from: { name: senderName, address: addressIn(config.mailFrom) },
    to: { name, address },
    ...renderEmail(content, reader),
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
