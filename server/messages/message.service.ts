import { v7 as uuid } from 'uuid';
import type { RequestContext } from '../context.ts';
import { record } from '../events/record.ts';
import { writeOnce } from '../graphql/idempotency.ts';
import { canReply, canWriteInternally, forbidden, statusAfterMessage, wrongState } from '../tickets/ticket.policy.ts';
import { keyIsTaken, lockTicket, setStatus } from '../tickets/ticket.service.ts';
import type { MessageAddInput } from './message.contract.ts';
import { MessageRow } from './message.entity.ts';

/** Adds to the conversation of a ticket. Answers with the ids of both. */
export function addMessage(
  context: RequestContext,
  ticketId: string,
  { body, internal, idempotencyKey }: MessageAddInput,
): Promise<{ ticketId: string; messageId: string }> {
  const writtenBy = { authorId: context.viewer?.userId, idempotencyKey };
  return writeOnce(context, MessageRow, writtenBy, async (entityManager, earlier) => {
    const ticket = await lockTicket(entityManager, ticketId, 'ticketId');
    const viewer = context.signedIn;
    if (earlier) {
      if (earlier.ticketId !== ticket.id || earlier.body !== body.trim()) throw keyIsTaken();
      return { ticketId: ticket.id, messageId: earlier.id };
    }
    if (internal && !canWriteInternally(viewer)) throw forbidden('Only staff can write internal notes.', 'input.internal');
    if (!canReply(viewer, ticket)) throw wrongState('The ticket is closed. Reopen it to write more.');

    const now = new Date(Math.max(Date.now(), ticket.lastMessageAt.getTime() + 1));
    const message = entityManager.create(MessageRow, {
      id: uuid(),
      tenantId: ticket.tenantId,
      customerId: ticket.customerId,
      ticketId: ticket.id,
      authorId: viewer.userId,
      body: body.trim(),
      internal,
      idempotencyKey: idempotencyKey ?? null,
      createdAt: now,
    });
    ticket.messageCount += 1;
    ticket.lastMessageAt = now;
    if (!internal) {
      ticket.publicMessageCount += 1;
      ticket.lastPublicMessageAt = now;
      ticket.updatedAt = now;
    }
    await setStatus(entityManager, ticket, statusAfterMessage(viewer, ticket, internal));
    await record(entityManager, { type: 'MessageAdded', ticket, messageId: message.id, internal });
    return { ticketId: ticket.id, messageId: message.id };
  });
}
