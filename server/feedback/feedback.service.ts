import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { toText } from '#shared/text.ts';
import type { RequestContext } from '../context.ts';
import { record } from '../events/record.ts';
import { isSameRequest } from '../writes/idempotency.ts';
import { UserErrorCode, UserInputError, forbidden, wrongState } from '../graphql/user-error.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import type { TicketRow } from '../tickets/ticket.entity.ts';
import { aboutTicket } from '../tickets/ticket.events.ts';
import { lockTicket, touchTicket } from '../tickets/ticket.service.ts';
import type { FeedbackSubmitInput, FeedbackUpdateInput } from './feedback.contract.ts';
import { FeedbackRow } from './feedback.entity.ts';
import { feedbackSubmitted, feedbackUpdated } from './feedback.events.ts';
import { canGiveFeedback, canUpdateFeedback, isSettled } from './feedback.policy.ts';

interface FeedbackIds {
  ticketId: string;
  feedbackId: string;
}

/** Gives feedback on a ticket, once: a second request at the same time waits for the ticket, and finds the first. */
export function submitFeedback(
  context: RequestContext,
  ticketId: string,
  input: FeedbackSubmitInput,
): Promise<FeedbackIds> {
  return withFeedback(context, ticketId, async (entityManager, ticket, existing) => {
    const content = { authorId: context.viewer!.userId, ...contentOf(input) };
    if (existing && isSameRequest(content, existing)) return existing;
    if (existing) throw alreadyGiven();
    if (!(await isEnabled(entityManager, ticket))) throw wrongState('No feedback can be given here.');
    if (!isSettled(ticket)) throw wrongState('Feedback can only be given once the ticket is resolved or closed.');
    const id = uuid();
    const agentId = ticket.assigneeId ?? (await lastToReply(entityManager, ticket));
    const at = await record(entityManager, feedbackSubmitted, {
      ...aboutTicket(ticket, context.signedIn),
      subjectId: id,
    });
    touchTicket(ticket, at);
    return entityManager.create(FeedbackRow, {
      id,
      tenantId: ticket.tenantId,
      customerId: ticket.customerId,
      ticketId: ticket.id,
      agentId,
      ...content,
      createdAt: at,
      updatedAt: at,
    });
  });
}

/** Changes feedback within a day. */
export function updateFeedback(
  context: RequestContext,
  ticketId: string,
  input: FeedbackUpdateInput,
): Promise<FeedbackIds> {
  return withFeedback(context, ticketId, async (entityManager, ticket, feedback) => {
    if (!feedback) throw wrongState('There is no feedback to change yet.');
    if (!canUpdateFeedback(context.viewer!, feedback)) throw wrongState('Feedback can only be changed within a day.');
    const content = contentOf(input);
    if (isSameRequest(content, feedback)) return feedback;
    const at = await record(entityManager, feedbackUpdated, {
      ...aboutTicket(ticket, context.signedIn),
      subjectId: feedback.id,
    });
    touchTicket(ticket, at);
    return Object.assign(feedback, content, { authorId: context.viewer!.userId, updatedAt: at });
  });
}

/** Stops the portal from asking for feedback on this ticket. */
export function declineFeedback(context: RequestContext, ticketId: string): Promise<{ ticketId: string }> {
  return context.write(async (entityManager) => {
    const ticket = await lockTicket(entityManager, ticketId, 'ticketId');
    assertNotStaff(context);
    const hasFeedback = (await findFeedback(entityManager, ticket)) !== null;
    const feedbackEnabled = await isEnabled(entityManager, ticket);
    if (!canGiveFeedback(context.viewer!, { status: ticket.status, hasFeedback, feedbackEnabled }))
      throw wrongState('This ticket is not asking for feedback.');
    ticket.feedbackDeclinedAt ??= new Date();
    return { ticketId: ticket.id };
  });
}

/** Runs `work` over a locked ticket of the viewer's customer and the feedback on it, or null. */
function withFeedback(
  context: RequestContext,
  ticketId: string,
  work: (entityManager: EntityManager, ticket: TicketRow, existing: FeedbackRow | null) => Promise<FeedbackRow>,
): Promise<FeedbackIds> {
  return context.write(async (entityManager) => {
    const ticket = await lockTicket(entityManager, ticketId, 'ticketId');
    assertNotStaff(context);
    const { id } = await work(entityManager, ticket, await findFeedback(entityManager, ticket));
    return { ticketId: ticket.id, feedbackId: id };
  });
}

function assertNotStaff({ signedIn }: RequestContext): void {
  if (signedIn.customerId === null) throw forbidden('Only customers can give feedback.');
}

const findFeedback = (entityManager: EntityManager, ticket: TicketRow) =>
  entityManager.findOne(FeedbackRow, { ticketId: ticket.id });

const contentOf = ({ rating, comment }: FeedbackSubmitInput) => ({ rating, comment: toText(comment ?? '') || null });

const alreadyGiven = () =>
  new UserInputError(
    UserErrorCode.CONFLICT,
    'Feedback on this ticket has already been given. It can be changed with `feedbackUpdate` within a day.',
  );

/** Whether the tenant asks for feedback. */
const isEnabled = async (entityManager: EntityManager, { tenantId }: TicketRow): Promise<boolean> =>
  (await entityManager.findOneOrFail(Tenant, tenantId)).feedbackEnabled;

/** Who of the staff replied last; null when nobody has. */
async function lastToReply(entityManager: EntityManager, ticket: TicketRow): Promise<string | null> {
  const [last] = await entityManager.execute<{ id: string }[]>(
    `select portal_user.id from message join portal_user on portal_user.id = message.author_id
     where message.ticket_id = ? and not message.internal and portal_user.role <> 'CUSTOMER' and not portal_user.is_key
     order by message.created_at desc limit 1`,
    [ticket.id],
  );
  return last?.id ?? null;
}
