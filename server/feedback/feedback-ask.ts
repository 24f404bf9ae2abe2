import type { EntityManager } from '@mikro-orm/postgresql';
import { addJob, removeJob } from '../jobs/queue.ts';
import { FeedbackAfter } from '../tenants/feedback-after.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { TicketStatus, type TicketRow } from '../tickets/ticket.entity.ts';
import { isSettled } from './feedback.policy.ts';

/** For as long as the ticket is not closed. */
const untilClosed = new Date('9999-12-31T00:00:00Z');

const hour = 60 * 60 * 1000;

/**
 * Says from when on the customer is asked for feedback on a ticket whose status has changed, as the tenant wants it at that
 * time: once for each time that it is settled, and not at all once it is worked on again.
 */
export async function planFeedback(
  entityManager: EntityManager,
  ticket: TicketRow,
  from: TicketStatus,
  at: Date,
): Promise<void> {
  const held = ticket.feedbackHeldUntil;
  if (!isSettled(ticket)) {
    ticket.feedbackHeldUntil = null;
    if (held) await removeJob(entityManager, 'askForFeedback', ticket.id);
    return;
  }
  // asked already, or will be
  if (isSettled({ status: from }) && held?.getTime() !== untilClosed.getTime()) return;
  const { feedbackAfter, feedbackDelayHours } = await entityManager.findOneOrFail(Tenant, ticket.tenantId);
  if (feedbackAfter === FeedbackAfter.CLOSED && ticket.status !== TicketStatus.CLOSED) {
    ticket.feedbackHeldUntil = untilClosed;
    return;
  }
  ticket.feedbackHeldUntil = feedbackDelayHours ? new Date(at.getTime() + feedbackDelayHours * hour) : null;
  if (!ticket.feedbackHeldUntil) return;
  const payload = {
    tenantId: ticket.tenantId,
    ticketId: ticket.id,
    heldUntil: ticket.feedbackHeldUntil.toISOString(),
  };
  await addJob(entityManager, 'askForFeedback', payload, { key: ticket.id, runAt: ticket.feedbackHeldUntil });
}
