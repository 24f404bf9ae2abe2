import { v7 as uuid } from 'uuid';
import { toText } from '#shared/text.ts';
import { claim, distinctIds, hasClaimed, lockUnclaimed } from '../attachments/claim.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorCode, UserInputError, forbidden, wrongState } from '../graphql/user-error.ts';
import { record } from '../events/record.ts';
import { idempotencyConflict, isSameRequest, writeOnce } from '../writes/idempotency.ts';
import { canReply, canWriteInternally, statusAfterMessage } from '../tickets/ticket.policy.ts';
import { aboutTicket } from '../tickets/ticket.events.ts';
import { lockTicket, setStatus } from '../tickets/ticket.service.ts';
import type { MessageAddInput } from './message.contract.ts';
import { MessageRow } from './message.entity.ts';
import { messageAdded } from './message.events.ts';

/** Adds a message to a ticket. Returns the ids of both. */
export function addMessage(
  context: RequestContext,
  ticketId: string,
  input: MessageAddInput,
): Promise<{ ticketId: string; messageId: string }> {
  const content = { body: toText(input.body), internal: input.internal };
  const attachmentIds = distinctIds(input.attachmentIds);
  if (!content.body && attachmentIds.length === 0)
    throw new UserInputError(UserErrorCode.REQUIRED, 'body must not be empty unless there are files.', 'input.body');
  const author = { authorId: context.viewer?.userId ?? null, idempotencyKey: input.idempotencyKey || null };
  return writeOnce(context, MessageRow, author, async (entityManager, existing) => {
    const ticket = await lockTicket(entityManager, ticketId, 'ticketId');
    const viewer = context.signedIn;
    if (existing) {
      const same = isSameRequest({ ...content, ticketId: ticket.id }, existing);
      if (!same || !(await hasClaimed(entityManager, existing, attachmentIds))) throw idempotencyConflict();
      return { ticketId: ticket.id, messageId: existing.id };
    }
    const { internal } = content;
    if (internal && !canWriteInternally(viewer))
      throw forbidden('Only staff can write internal notes.', 'input.internal');
    if (!canReply(viewer, ticket)) throw wrongState('The ticket is closed. Reopen it to reply.');

    const attachments = await lockUnclaimed(context, entityManager, attachmentIds);
    const now = new Date(Math.max(Date.now(), ticket.lastMessageAt.getTime() + 1));
    const message = entityManager.create(MessageRow, {
      id: uuid(),
      tenantId: ticket.tenantId,
      customerId: ticket.customerId,
      ticketId: ticket.id,
      authorId: viewer.userId,
      ...content,
      idempotencyKey: author.idempotencyKey,
      createdAt: now,
    });
    claim(attachments, message);
    ticket.messageCount += 1;
    ticket.lastMessageAt = now;
    if (!internal) {
      ticket.publicMessageCount += 1;
      ticket.lastPublicMessageAt = now;
      ticket.updatedAt = now;
    }
    await setStatus(entityManager, ticket, statusAfterMessage(viewer, ticket, internal), viewer, { silent: true });
    await record(entityManager, messageAdded, { ...aboutTicket(ticket, viewer), subjectId: message.id, internal });
    return { ticketId: ticket.id, messageId: message.id };
  });
}
