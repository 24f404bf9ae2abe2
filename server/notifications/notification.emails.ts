import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { tenantScope } from '../access/scope.ts';
import { PortalEventRow } from '../events/event.entity.ts';
import type { PortalEventDeclaration } from '../events/portal-event.ts';
import { MailDelivery } from '../mail/delivery.entity.ts';
import { enqueueMail } from '../mail/outbox.ts';
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

/** Enqueues one email to each user who is to be sent one about an event and wants emails of this kind, however often it runs. */
export async function enqueueEventEmails(
  portal: Portal,
  { tenantId, sequence }: { tenantId: string; sequence: number },
): Promise<void> {
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    const eventSequence = String(sequence);
    const notifications = await entityManager.find(NotificationRow, { eventSequence });
    if (notifications.length === 0) return;
    const { kind } = notifications[0]!;
    const { alsoEmailed } = notifyingEvents.find(({ type }) => type === kind) ?? {};
    const event =
      alsoEmailed && (await entityManager.findOneOrFail(PortalEventRow, { tenantId, tenantSequence: eventSequence }));
    const others = event ? await alsoEmailed(entityManager, event) : [];
    const ids = [...notifications.map(({ userId }) => userId), ...others];
    const users = await entityManager.find(
      UserRow,
      { id: { $in: ids }, deactivatedAt: null },
      { orderBy: { id: 'asc' } },
    );
    const { mutedMails: mutedByDefault } = await entityManager.findOneOrFail(Tenant, tenantId);
    for (const user of users) {
      if (!isMailed(kind, user, mutedByDefault)) continue;
      const { id: userId, name, email } = user;
      if ((await entityManager.count(MailDelivery, { eventSequence, email })) > 0) continue;
      await enqueueMail(entityManager, { tenantId, userId, name, email }, { eventSequence });
    }
  });
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
