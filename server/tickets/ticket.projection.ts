import type { GraphQLResolveInfo } from 'graphql';
import { authorProjection } from '../users/user.projection.ts';
import { customerProjection } from '../customers/customer.projection.ts';
import { isStaff } from '../access/viewer.ts';
import { canRequestAbout } from '../call-requests/call-request.policy.ts';
import { callRequestProjection } from '../call-requests/call-request.projection.ts';
import type { RequestContext } from '../context.ts';
import { column, computed, expression, isUuid, list, one, type Order, type Projection } from '../reads/projection.ts';
import { canGiveFeedback } from '../feedback/feedback.policy.ts';
import { feedbackProjection } from '../feedback/feedback.projection.ts';
import { SortDirection } from '../graphql/sort.ts';
import { messageProjection } from '../messages/message.projection.ts';
import { TicketSortField, type Ticket, type TicketSort } from './ticket.contract.ts';
import type { TicketRow } from './ticket.entity.ts';
import { canClose, canReopen, canReply, canUpdate } from './ticket.policy.ts';

const messageCount = expression((ticket, viewer) =>
  isStaff(viewer) ? `${ticket}.message_count` : `${ticket}.public_message_count`,
);
const lastMessageAt = expression((ticket, viewer) =>
  isStaff(viewer) ? `${ticket}.last_message_at` : `${ticket}.last_public_message_at`,
);

type HasFeedback = { hasFeedback: boolean };

export const ticketProjection: Projection = {
  type: 'Ticket',
  table: 'ticket',
  scope: 'customer',
  fields: {
    id: column('id'),
    number: column('number'),
    title: column('title'),
    description: expression(
      (ticket) => `(select body from message where message.ticket_id = ${ticket}.id order by created_at limit 1)`,
    ),
    status: column('status'),
    priority: column('priority'),
    type: column('type'),
    category: column('category'),
    customer: one(
      () => customerProjection,
      (ticket, customer) => `${customer}.id = ${ticket}.customer_id`,
    ),
    assignee: one(
      () => authorProjection,
      (ticket, author) => `${author}.id = ${ticket}.assignee_id`,
    ),
    messages: list(() => messageProjection, {
      on: (ticket, message) => `${message}.ticket_id = ${ticket}.id`,
      count: messageCount.sql,
    }),
    callRequests: list(() => callRequestProjection, {
      on: (ticket, call) => `${call}.ticket_id = ${ticket}.id`,
      count: (ticket) => `(select count(*) from call_request where call_request.ticket_id = ${ticket}.id)`,
    }),
    messageCount,
    lastMessageAt,
    feedback: one(
      () => feedbackProjection,
      (ticket, feedback) => `${feedback}.ticket_id = ${ticket}.id`,
    ),
    hasFeedback: expression((ticket) => `exists (select from feedback where feedback.ticket_id = ${ticket}.id)`),
    feedbackDeclinedAt: column('feedback_declined_at'),
    createdAt: column('created_at'),
    updatedAt: column('updated_at'),
    viewerCanReply: computed<TicketRow>(['status'], (ticket, { viewer }) => canReply(viewer, ticket)),
    viewerCanClose: computed<TicketRow>(['status'], (ticket, { viewer }) => canClose(viewer, ticket)),
    viewerCanReopen: computed<TicketRow>(['status'], (ticket, { viewer }) => canReopen(viewer, ticket)),
    viewerCanRequestCall: computed<TicketRow>(['status'], (ticket, { viewer }) => canRequestAbout(viewer, ticket)),
    viewerCanUpdate: computed<TicketRow>([], (_, { viewer }) => canUpdate(viewer)),
    viewerCanGiveFeedback: computed<TicketRow & HasFeedback>(['status', 'hasFeedback'], (ticket, { viewer }) =>
      canGiveFeedback(viewer, ticket),
    ),
    viewerIsAskedForFeedback: computed<TicketRow & HasFeedback>(
      ['status', 'hasFeedback', 'feedbackDeclinedAt'],
      (ticket, { viewer }) => canGiveFeedback(viewer, ticket) && !ticket.feedbackDeclinedAt,
    ),
  },
};

const sortKeys: Record<TicketSortField, Order['keys'][number]> = {
  UPDATED_AT: { sql: (ticket) => `${ticket}.updated_at`, type: 'timestamptz' },
  CREATED_AT: { sql: (ticket) => `${ticket}.created_at`, type: 'timestamptz' },
  LAST_MESSAGE_AT: { sql: lastMessageAt.sql, type: 'timestamptz' },
  PRIORITY: { sql: (ticket) => `${ticket}.priority`, type: 'integer' },
  NUMBER: { sql: (ticket) => `${ticket}.number`, type: 'integer' },
};

export const ticketOrder = (sort: TicketSort | null | undefined): Order => ({
  name: `Ticket by ${sort?.field ?? TicketSortField.UPDATED_AT}`,
  keys: [sortKeys[sort?.field ?? TicketSortField.UPDATED_AT], { sql: (ticket) => `${ticket}.id`, type: 'uuid' }],
  descending: sort?.direction !== SortDirection.ASCENDING,
});

/** The ticket as asked for in `info`, or null when it does not exist for this viewer. */
export async function readTicket(
  context: RequestContext,
  id: string,
  info: GraphQLResolveInfo,
): Promise<Ticket | null> {
  if (!isUuid(id)) return null;
  return context.one(ticketProjection, (ticket, parameter) => `${ticket}.id = ${parameter(id, 'uuid')}`, info);
}
