import { v7 as uuid } from 'uuid';
import { toText } from '#shared/text.ts';
import { claim, distinctIds, hasClaimed, lockUnclaimed } from '../attachments/claim.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorCode, UserInputError, forbidden, wrongState } from '../graphql/user-error.ts';
import { record } from '../events/record.ts';
import { idempotencyConflict, isSameRequest, writeOnce } from '../writes/idempotency.ts';
import { canReply, canWriteInternally, statusAfterMessage, waitingAfterMessage } from '../tickets/ticket.policy.ts';
import { aboutTicket } from '../tickets/ticket.events.ts';
import { lockTicket, setStatus, touchTicket } from '../tickets/ticket.service.ts';
import type { MessageAddInput } from './message.contract.ts';
import { findMentioned } from './mentions.ts';
import { MessageRow } from './message.entity.ts';
import { messageAdded, messageMentioned } from './message.events.ts';

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
    const id = uuid();
    await setStatus(entityManager, ticket, statusAfterMessage(viewer, ticket, internal), viewer, { silent: true });
    const named = internal ? await findMentioned(entityManager, ticket.tenantId, content.body) : [];
    const at = await record(entityManager, messageAdded, { ...aboutTicket(ticket, viewer), subjectId: id, internal });
    if (named.length > 0) {
      const facts = { ...aboutTicket(ticket, viewer), subjectId: id, internal, silent: false, named };
      await record(entityManager, messageMentioned, facts);
    }
    const message = entityManager.create(MessageRow, {
      id,
      tenantId: ticket.tenantId,
      customerId: ticket.customerId,
      ticketId: ticket.id,
      authorId: viewer.userId,
      ...content,
      idempotencyKey: author.idempotencyKey,
      createdAt: at,
    });
    claim(attachments, message);
    ticket.messageCount += 1;
    ticket.lastMessageAt = at;
    if (!internal) {
      ticket.publicMessageCount += 1;
      ticket.lastPublicMessageAt = at;
      ticket.waitingFor = waitingAfterMessage(viewer);
    }
    touchTicket(ticket, at, { internal });
    return { ticketId: ticket.id, messageId: id };
  });
}
