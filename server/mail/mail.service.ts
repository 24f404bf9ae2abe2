import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { tenantScope } from '../access/scope.ts';
import { UserRole } from '../access/viewer.ts';
import { Customer } from '../accounts/customer.entity.ts';
import { Tenant } from '../accounts/tenant.entity.ts';
import { tenantUrl } from '../accounts/tenant.service.ts';
import { UserRow } from '../accounts/user.entity.ts';
import { AttachmentRow } from '../attachments/attachment.entity.ts';
import { PortalEventRow } from '../events/event.entity.ts';
import type { PortalEventType } from '../events/portal-event.ts';
import { addJob } from '../jobs/queue.ts';
import { MessageRow } from '../messages/message.entity.ts';
import type { Portal } from '../portal.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import { MailDelivery } from './delivery.entity.ts';
import { emails, type MailFacts } from './emails.ts';
import { renderEmail } from './render.ts';

/** An event happened: one delivery is owed to each recipient, however often this runs. */
export async function mailEvent(
  portal: Portal,
  { tenantId, sequence }: { tenantId: string; sequence: number },
): Promise<void> {
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    const event = await entityManager.findOneOrFail(PortalEventRow, { tenantId, tenantSequence: String(sequence) });
    const email = emails[event.type as PortalEventType];
    if (!email) return;
    const facts = await gatherFacts(entityManager, event);
    for (const { name, email: address } of email.to(facts)) {
      const owed = {
        id: uuid(),
        tenantId,
        eventSequence: event.tenantSequence,
        name,
        email: address,
        createdAt: new Date(),
      };
      const known = await entityManager.count(MailDelivery, { eventSequence: owed.eventSequence, email: address });
      if (known > 0) continue;
      entityManager.create(MailDelivery, { ...owed, sentAt: null, lastError: null });
      await addJob(entityManager, 'sendMail', { tenantId, deliveryId: owed.id }, owed.id);
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

async function composeMail({ config }: Portal, entityManager: EntityManager, delivery: MailDelivery) {
  const event = await entityManager.findOneOrFail(PortalEventRow, {
    tenantId: delivery.tenantId,
    tenantSequence: delivery.eventSequence,
  });
  const facts = await gatherFacts(entityManager, event);
  const url = `${tenantUrl(config, facts.tenant)}/tickets/${facts.ticket.id}`;
  const domain = new URL(config.publicUrl).hostname;
  const thread = `<ticket.${facts.ticket.id}@${domain}>`;
  return {
    to: { name: delivery.name, address: delivery.email },
    ...renderEmail(emails[event.type as PortalEventType]!, facts, delivery, url),
    messageId: `<event.${delivery.tenantId}.${delivery.eventSequence}.${digest(delivery.email)}@${domain}>`,
    inReplyTo: thread,
    references: thread,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

async function gatherFacts(entityManager: EntityManager, event: PortalEventRow): Promise<MailFacts> {
  const ticket = await entityManager.findOneOrFail(TicketRow, event.ticketId);
  const message = await entityManager.findOneOrFail(MessageRow, event.messageId!);
  const working = { deactivatedAt: null };
  return {
    ticket,
    message,
    attachments: await entityManager.find(AttachmentRow, { messageId: message.id }, { orderBy: { position: 'asc' } }),
    tenant: await entityManager.findOneOrFail(Tenant, event.tenantId),
    customer: await entityManager.findOneOrFail(Customer, ticket.customerId),
    author: await entityManager.findOneOrFail(UserRow, message.authorId),
    assignee: ticket.assigneeId ? await entityManager.findOne(UserRow, { id: ticket.assigneeId, ...working }) : null,
    admins: await entityManager.find(UserRow, { role: UserRole.ADMIN, ...working }, { orderBy: { id: 'asc' } }),
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
