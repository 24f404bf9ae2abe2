import { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { isStaff } from '../access/viewer.ts';
import { CallRequestRow } from '../call-requests/call-request.entity.ts';
import { canRequestAbout } from '../call-requests/call-request.policy.ts';
import { PortalEventRow } from '../events/event.entity.ts';
import { FeedbackRow } from '../feedback/feedback.entity.ts';
import { canGiveFeedback } from '../feedback/feedback.policy.ts';
import { SortDirection } from '../graphql/sort.ts';
import { MessageRow } from '../messages/message.entity.ts';
import { columnsOf, type Columns } from '../reads/columns.ts';
import { belongsTo, computed, expression, hasOne, list } from '../reads/fields.ts';
import { ascending, descending, type Order } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { valuesOfTicket } from '../ticket-fields/ticket-field.reads.ts';
import { Ticket, TicketSortField, type TicketSort } from './ticket.contract.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { TicketRow } from './ticket.entity.ts';
import { isBeingWorkedOn } from './ticket-queues.reads.ts';
import { canClose, canReopen, canReply, canUpdate } from './ticket.policy.ts';

const message = columnsOf(MessageRow);
const feedback = columnsOf(FeedbackRow);
const call = columnsOf(CallRequestRow);
const event = columnsOf(PortalEventRow);
const hours = columnsOf(OpeningHoursRow);
const tenant = columnsOf(Tenant);

/** Not what concerns one user alone. */
const isOfTimeline = (ticket: Columns<TicketRow>, entry: Columns<PortalEventRow>) =>
  `${entry.ticketId} = ${ticket.id} and ${entry.userId} is null`;

const messageCount = expression<TicketRow>((ticket, viewer) =>
  isStaff(viewer) ? ticket.messageCount : ticket.publicMessageCount,
);
/** Row level security leaves out what the viewer cannot see. */
const isLastMessage = (ticket: Columns<TicketRow>, last: Columns<MessageRow>) =>
  `${last.id} = (select ${message.id} from ${message.$name} where ${message.ticketId} = ${ticket.id} ` +
  `order by ${message.createdAt} desc limit 1)`;
const lastMessageAt = expression<TicketRow>((ticket, viewer) =>
  isStaff(viewer) ? ticket.lastMessageAt : ticket.lastPublicMessageAt,
);
export const updatedAt = expression<TicketRow>((ticket, viewer) =>
  isStaff(viewer) ? ticket.updatedAt : ticket.publicUpdatedAt,
);
const version = expression<TicketRow>((ticket, viewer) => (isStaff(viewer) ? ticket.version : 'null::int'));
const hasFeedback = expression<TicketRow, boolean>(
  (ticket) => `exists (select from ${feedback.$name} where ${feedback.ticketId} = ${ticket.id})`,
);

const isFeedbackHeld = expression<TicketRow, boolean>(
  (ticket) => `coalesce(${ticket.feedbackHeldUntil} > clock_timestamp(), false)`,
);
const feedbackEnabled = expression<TicketRow, boolean>(
  (ticket) => `(select ${tenant.feedbackEnabled} from ${tenant.$name} where ${tenant.id} = ${ticket.tenantId})`,
);
const callsEnabled = expression<TicketRow, boolean>(
  (ticket) => `(select ${hours.callsEnabled} from ${hours.$name} where ${hours.tenantId} = ${ticket.tenantId})`,
);

export const ticketReads = reads(TicketRow, Ticket, {
  columns: ['id', 'number', 'title', 'status', 'priority', 'type', 'createdAt'],
  fields: {
    description: expression(
      (ticket) =>
        `(select ${message.body} from ${message.$name} where ${message.ticketId} = ${ticket.id} ` +
        `order by ${message.createdAt} limit 1)`,
    ),
    match: computed([], () => null),
    fields: valuesOfTicket,
    customer: belongsTo('customerId'),
    assignee: belongsTo('assigneeId'),
    category: belongsTo('categoryId'),
    team: belongsTo('teamId'),
    messages: list(MessageRow, 'ticketId', { count: messageCount.sql }),
    callRequests: list(CallRequestRow, 'ticketId', {
      count: (ticket) => `(select count(*) from ${call.$name} where ${call.ticketId} = ${ticket.id})`,
    }),
    timeline: list(PortalEventRow, isOfTimeline, {
      count: (ticket) => `(select count(*) from ${event.$name} where ${isOfTimeline(ticket, event)})`,
    }),
    waitingFor: expression((ticket) => `case when ${isBeingWorkedOn(ticket)} then ${ticket.waitingFor} end`),
    messageCount,
    lastMessage: hasOne(MessageRow, isLastMessage),
    lastMessageAt,
    updatedAt,
    version,
    feedback: hasOne(FeedbackRow, 'ticketId'),
    viewerCanReply: computed(['status'], (ticket, { viewer }) => canReply(viewer, ticket)),
    viewerCanClose: computed(['status'], (ticket, { viewer }) => canClose(viewer, ticket)),
    viewerCanReopen: computed(['status'], (ticket, { viewer }) => canReopen(viewer, ticket)),
    viewerCanRequestCall: computed(
      ['status'],
      (ticket, { viewer }) => ticket.callsEnabled && canRequestAbout(viewer, ticket),
      { callsEnabled },
    ),
    viewerCanUpdate: computed([], (_, { viewer }) => canUpdate(viewer)),
    viewerCanGiveFeedback: computed(['status'], (ticket, { viewer }) => canGiveFeedback(viewer, ticket), {
      hasFeedback,
      feedbackEnabled,
    }),
    viewerIsAskedForFeedback: computed(
      ['status', 'feedbackDeclinedAt'],
      (ticket, { viewer }) => canGiveFeedback(viewer, ticket) && !ticket.feedbackDeclinedAt && !ticket.isFeedbackHeld,
      { hasFeedback, feedbackEnabled, isFeedbackHeld },
    ),
  },
});

const sortKeys = {
  [TicketSortField.UPDATED_AT]: { name: 'updatedAt', type: 'timestamptz', sql: updatedAt.sql },
  [TicketSortField.CREATED_AT]: 'createdAt',
  [TicketSortField.LAST_MESSAGE_AT]: { name: 'lastMessageAt', type: 'timestamptz', sql: lastMessageAt.sql },
  [TicketSortField.PRIORITY]: 'priority',
  [TicketSortField.NUMBER]: 'number',
} as const;

/** Most recently updated first unless the sort says otherwise. */
export function ticketOrder(sort: TicketSort | null | undefined): Order<TicketRow> {
  const direction = sort?.direction === SortDirection.ASCENDING ? ascending : descending;
  return direction(sortKeys[sort?.field ?? TicketSortField.UPDATED_AT], 'id');
}
