import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { tenantScope } from '../access/scope.ts';
import type { Portal } from '../portal.ts';
import { MailDelivery } from './delivery.entity.ts';
import { holdBack } from './digest.ts';
import { addSendTask, deleteTasks, publishMails, type MailTask } from './mail-task.ts';
import { handOver, toMessage, type EmailWriter } from './outgoing-email.ts';

export type Recipient = Pick<MailDelivery, 'tenantId' | 'userId' | 'name' | 'email'>;
type Occasion = Partial<
  Pick<MailDelivery, 'id' | 'eventSequence' | 'accountMail' | 'accountLinkId' | 'originSequence'>
>;

/** Puts an email into the outbox; it is sent once this transaction has committed, by the process of the lease if there is one. */
export async function enqueueMail(
  entityManager: EntityManager,
  { tenantId, userId, name, email }: Recipient,
  { id = uuid(), ...occasion }: Occasion,
  lease: number | null = null,
): Promise<MailTask> {
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
  if (lease === null) publishMails(entityManager);
  return addSendTask(entityManager, { tenantId, deliveryId: id, recipient: userId ?? id }, lease);
}

/**
 * Sends one email of the outbox, or holds it back where its recipient has had enough for now. Throws when it was not
 * accepted now, and is then run again; a refusal for good is final.
 */
export async function sendMail(
  portal: Portal,
  writeEmail: EmailWriter,
  { tenantId, deliveryId, taskId }: { tenantId: string; deliveryId: string; taskId: string },
): Promise<void> {
  const message = await portal.write(tenantScope(tenantId), async (entityManager) => {
    const delivery = await entityManager.findOne(MailDelivery, { id: deliveryId, sentAt: null, isHeld: false });
    const email = delivery && (await writeEmail(portal, entityManager, delivery));
    if (email && !(await holdBack(entityManager, delivery, email))) return toMessage(portal, delivery, email);
    await deleteTasks(entityManager, [taskId]);
    return null;
  });
  if (message) await handOver(portal, tenantId, [deliveryId], message, [taskId]);
}
