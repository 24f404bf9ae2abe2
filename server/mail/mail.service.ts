import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { tenantScope } from '../access/scope.ts';
import { UserRow } from '../users/user.entity.ts';
import { PortalEventRow } from '../events/event.entity.ts';
import { addJob } from '../jobs/queue.ts';
import { NotificationRow } from '../notifications/notification.entity.ts';
import type { Portal } from '../portal.ts';
import { writeAccountLetter } from './account-letter.ts';
import { MailDelivery } from './delivery.entity.ts';
import { writeEventLetter } from './event-letter.ts';
import { renderLetter } from './render.ts';

/** An event happened: one delivery is owed to each user who was notified and wants mails of this kind, however often this runs. */
export async function mailEvent(
  portal: Portal,
  { tenantId, sequence }: { tenantId: string; sequence: number },
): Promise<void> {
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    const eventSequence = String(sequence);
    const notifications = await entityManager.find(NotificationRow, { eventSequence });
    const ids = notifications.map(({ userId }) => userId);
    const users = await entityManager.find(
      UserRow,
      { id: { $in: ids }, deactivatedAt: null },
      { orderBy: { id: 'asc' } },
    );
    for (const { id: userId, name, email, mutedMails } of users) {
      if (mutedMails.includes(notifications[0]!.kind)) continue;
      if ((await entityManager.count(MailDelivery, { eventSequence, email })) > 0) continue;
      const id = uuid();
      const owed = { id, tenantId, eventSequence, userId, name, email, createdAt: new Date() };
      entityManager.create(MailDelivery, { ...owed, sentAt: null, lastError: null });
      await addJob(entityManager, 'sendMail', { tenantId, deliveryId: id }, { key: id });
    }
  });
}

/** Sends one owed mail. Throws when it was not taken, and is then run again. */
export async function sendMail(
  portal: Portal,
  { tenantId, deliveryId }: { tenantId: string; deliveryId: string },
): Promise<void> {
  const scope = tenantScope(tenantId);
  const mail = await portal.write(scope, async (entityManager) => {
    const delivery = await entityManager.findOne(MailDelivery, { id: deliveryId, sentAt: null });
    return delivery && composeMail(portal, entityManager, delivery);
  });
  if (!mail) return;
  const noteOutcome = (outcome: Partial<MailDelivery>) =>
    portal.write(scope, (entityManager) => entityManager.nativeUpdate(MailDelivery, { id: deliveryId }, outcome));
  try {
    await portal.mailer.send(mail);
  } catch (error) {
    await noteOutcome({ lastError: String(error).slice(0, 1_000) });
    throw error;
  }
  await noteOutcome({ sentAt: new Date(), lastError: null });
}

/** Null for a mail that has nothing to say any more. */
async function composeMail(portal: Portal, entityManager: EntityManager, delivery: MailDelivery) {
  const domain = new URL(portal.config.publicUrl).hostname;
  const written =
    delivery.eventSequence === null
      ? await writeAccountMail(portal, entityManager, delivery)
      : await writeEventMail(portal, entityManager, delivery, delivery.eventSequence);
  if (!written) return null;
  const { letter, messageId, thread, invitation } = written;
  return {
    to: { name: delivery.name, address: delivery.email },
    ...renderLetter(letter),
    ...(invitation && { icalEvent: { ...invitation, filename: 'call.ics' } }),
    messageId: `<${messageId}@${domain}>`,
    ...(thread && { inReplyTo: `<${thread}@${domain}>`, references: `<${thread}@${domain}>` }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

async function writeEventMail(
  { config }: Portal,
  entityManager: EntityManager,
  delivery: MailDelivery,
  eventSequence: string,
) {
  const { tenantId, email } = delivery;
  const event = await entityManager.findOneOrFail(PortalEventRow, { tenantId, tenantSequence: eventSequence });
  const to = await entityManager.findOneOrFail(UserRow, { tenantId, email });
  // chosen, or shut out, after the mail was owed and before it went out
  const unwanted = to.deactivatedAt !== null || to.mutedMails.includes(event.type);
  const written = unwanted ? null : await writeEventLetter(config, entityManager, event, to);
  if (!written) {
    entityManager.remove(delivery);
    return null;
  }
  return { ...written, messageId: `event.${tenantId}.${eventSequence}.${digest(email)}` };
}

async function writeAccountMail(portal: Portal, entityManager: EntityManager, delivery: MailDelivery) {
  const letter = await writeAccountLetter(portal, entityManager, delivery);
  if (!letter) delivery.lastError = 'Its link or its account had ended before the mail could be handed over.';
  return letter && { letter, messageId: `account.${delivery.id}`, thread: null, invitation: null };
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
