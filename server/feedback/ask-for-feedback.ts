import { tenantScope } from '../access/scope.ts';
import { PortalEventRow } from '../events/event.entity.ts';
import { record } from '../events/record.ts';
import type { Portal } from '../portal.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { aboutTicket } from '../tickets/ticket.events.ts';
import { lockTicket } from '../tickets/ticket.service.ts';
import { feedbackRequested } from './feedback.events.ts';
import { FeedbackRow } from './feedback.entity.ts';
import { isSettled } from './feedback.policy.ts';

/** Records once that the customer is asked, unless the ticket was reopened or the answer is there already. */
export async function askForFeedback(
  portal: Portal,
  { tenantId, ticketId, heldUntil }: { tenantId: string; ticketId: string; heldUntil: string },
): Promise<void> {
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    const ticket = await lockTicket(entityManager, ticketId, 'id');
    if (!isSettled(ticket) || ticket.feedbackHeldUntil?.toISOString() !== heldUntil || ticket.feedbackDeclinedAt)
      return;
    const { feedbackEnabled } = await entityManager.findOneOrFail(Tenant, tenantId);
    if (!feedbackEnabled || (await entityManager.count(FeedbackRow, { ticketId })) > 0) return;
    // a job may run again after its work was done
    const asked = { ticketId, type: feedbackRequested.type, occurredAt: { $gte: ticket.feedbackHeldUntil } };
    if ((await entityManager.count(PortalEventRow, asked)) > 0) return;
    await record(entityManager, feedbackRequested, aboutTicket(ticket, null));
  });
}
