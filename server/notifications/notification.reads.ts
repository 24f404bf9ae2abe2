import { callRequestUpdated } from '../call-requests/call-request.events.ts';
import type { RequestContext } from '../context.ts';
import type { PortalEventDeclaration } from '../events/portal-event.ts';
import { belongsTo, expression } from '../reads/fields.ts';
import { descending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { ticketStatusChanged } from '../tickets/ticket.events.ts';
import { Notification } from './notification.contract.ts';
import { NotificationRow } from './notification.entity.ts';

/** The status something was given by an event of this kind. */
const statusAfter = ({ type }: PortalEventDeclaration) =>
  expression<NotificationRow>(
    (notification) => `case when ${notification.kind} = '${type}' then ${notification.statusTo} end`,
  );

export const notificationReads = reads(NotificationRow, Notification, {
  columns: ['id', 'kind', 'createdAt', 'readAt'],
  fields: {
    status: statusAfter(ticketStatusChanged),
    callStatus: statusAfter(callRequestUpdated),
    ticket: belongsTo('ticketId'),
    message: belongsTo('subjectId'),
    feedback: belongsTo('subjectId'),
    callRequest: belongsTo('subjectId'),
    actor: belongsTo('actorId'),
  },
});

export const newestNotificationFirst = descending<NotificationRow>('createdAt', 'id');

/** How many notifications the viewer has not read. Throws UNAUTHENTICATED. */
export function readUnreadCount(context: RequestContext): Promise<number> {
  const { tenantId, userId } = context.signedIn;
  return context.read({
    text: `select count(*)::text as json from notification where tenant_id = $1 and user_id = $2 and read_at is null`,
    values: [tenantId, userId],
    shape: Number,
  });
}
