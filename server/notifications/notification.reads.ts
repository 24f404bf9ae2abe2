import { belongsTo, expression } from '../reads/fields.ts';
import { descending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { NotificationKind } from './notification-kind.ts';
import { Notification } from './notification.contract.ts';
import { NotificationRow } from './notification.entity.ts';

/** What was changed to another status: a ticket or a call. */
const statusOf = (kind: NotificationKind) =>
  expression<NotificationRow>(
    (notification) => `case when ${notification.kind} = '${kind}' then ${notification.statusTo} end`,
  );

export const notificationReads = reads(NotificationRow, Notification, {
  columns: ['id', 'kind', 'createdAt', 'readAt'],
  fields: {
    status: statusOf(NotificationKind.TICKET_STATUS_CHANGED),
    callStatus: statusOf(NotificationKind.CALL_REQUEST_UPDATED),
    ticket: belongsTo('ticketId'),
    message: belongsTo('subjectId'),
    feedback: belongsTo('subjectId'),
    callRequest: belongsTo('subjectId'),
    actor: belongsTo('actorId'),
  },
});

export const newestNotificationFirst = descending<NotificationRow>('createdAt', 'id');
