import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { PortalEventRow } from '../events/event.entity.ts';
import type { PortalEventDeclaration } from '../events/portal-event.ts';
import { MailDelivery } from '../mail/delivery.entity.ts';
import type { Recipient } from '../mail/outbox.ts';
import type { OutgoingEmail } from '../mail/outgoing-email.ts';
import type { Portal } from '../portal.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { senderOf } from '../tenants/sender.ts';
import { tenantUrl } from '../tenants/tenant.service.ts';
import { toEmailParty, toEmailReader } from '../users/email-reader.ts';
import { UserRow } from '../users/user.entity.ts';
import { isMailed } from './muted-mails.ts';
import { notifyingEvents } from './notification-kind.ts';
import { NotificationRow } from './notification.entity.ts';
import { makeUnsubscribePath } from './unsubscribe-link.ts';

/** Who is to be sent an email about each of these events of a tenant, wants emails of its kind, and has none yet. */
export async function findEmailRecipients(
  entityManager: EntityManager,
  eventSequences: string[],
): Promise<{ eventSequence: string; recipient: Recipient }[]> {
  const notifications = await entityManager.find(NotificationRow, { eventSequence: { $in: eventSequences } });
  if (notifications.length === 0) return [];
  const ofEvents = Map.groupBy(notifications, ({ eventSequence }) => eventSequence);
  const ids = new Map<string, string[]>();
  for (const [eventSequence, [first, ...others]] of ofEvents)
    ids.set(eventSequence, [
      ...[first!, ...others].map(({ userId }) => userId),
      ...(await findAlsoEmailed(entityManager, first!)),
    ]);
  const found = await entityManager.find(
    UserRow,
    { id: { $in: [...new Set([...ids.values()].flat())] }, deactivatedAt: null },
    { orderBy: { id: 'asc' } },
  );
  const { tenantId } = notifications[0]!;
  const { mutedMails } = await entityManager.findOneOrFail(Tenant, tenantId);
  const there = await entityManager.find(MailDelivery, { eventSequence: { $in: eventSequences } });
  const isThere = (sequence: string, address: string) =>
    there.some(({ eventSequence, email }) => eventSequence === sequence && email === address);
  return [...ofEvents].flatMap(([eventSequence, [first]]) =>
    found
      .filter((user) => ids.get(eventSequence)!.includes(user.id) && isMailed(first!.kind, user, mutedMails))
      .filter(({ email }) => !isThere(eventSequence, email))
      .map(({ id: userId, name, email }) => ({ eventSequence, recipient: { tenantId, userId, name, email } })),
  );
}

async function findAlsoEmailed(
  entityManager: EntityManager,
  { tenantId, kind, eventSequence }: NotificationRow,
): Promise<string[]> {
  const { alsoEmailed } = notifyingEvents.find(({ type }) => type === kind) ?? {};
  if (!alsoEmailed) return [];
  return alsoEmailed(
    entityManager,
    await entityManager.findOneOrFail(PortalEventRow, { tenantId, tenantSequence: eventSequence }),
  );
}

/** Writes the email of a delivery about an event, as the event declares it; removes one that is obsolete or unwanted. */
export async function writeEventEmail(
  { config, signedLinks }: Portal,
  entityManager: EntityManager,
  delivery: MailDelivery,
  events: PortalEventDeclaration[],
): Promise<OutgoingEmail | null> {
  const { tenantId, eventSequence, email } = delivery;
  const event = await entityManager.findOneOrFail(PortalEventRow, { tenantId, tenantSequence: eventSequence! });
  const user = await entityManager.findOneOrFail(UserRow, { tenantId, email });
  const tenant = await entityManager.findOneOrFail(Tenant, tenantId);
  const reader = toEmailReader(user, tenant);
  const url = tenantUrl(config, tenant);
  // muted, or deactivated, after the email was enqueued and before it was sent
  const isUnwanted = user.deactivatedAt !== null || !isMailed(event.type, user, tenant.mutedMails);
  const write = events.find(({ type }) => type === event.type)!.email!;
  const actor = await findActor(entityManager, event);
  const written = isUnwanted
    ? null
    : await write({
        config,
        entityManager,
        event,
        actor,
        reader,
        tenant: { name: tenant.name, defaultLocale: tenant.defaultLocale, url },
      });
  if (!written) {
    entityManager.remove(delivery);
    return null;
  }
  const { thread, calendarFile = null, ...content } = written;
  const preferences = { text: reader.t('emails.preferences'), url: `${url}/notifications` };
  return {
    reader,
    content: { ...content, preferences },
    messageId: `event.${tenantId}.${eventSequence}.${digest(email)}`,
    thread,
    sender: senderOf(config, tenant),
    unsubscribeUrl: `${url}${makeUnsubscribePath(signedLinks, { tenantId, userId: user.id, type: event.type })}`,
    calendarFile,
  };
}

async function findActor(entityManager: EntityManager, { tenantSequence }: PortalEventRow) {
  const notification = await entityManager.findOne(NotificationRow, { eventSequence: tenantSequence });
  return notification?.actorId ? toEmailParty(await entityManager.findOneOrFail(UserRow, notification.actorId)) : null;
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
