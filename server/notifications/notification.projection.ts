import type { GraphQLResolveInfo } from 'graphql';
import { authorProjection } from '../users/user.projection.ts';
import { callRequestProjection } from '../call-requests/call-request.projection.ts';
import type { RequestContext } from '../context.ts';
import { column, expression, one, type Condition, type Order, type Projection } from '../reads/projection.ts';
import { feedbackProjection } from '../feedback/feedback.projection.ts';
import { messageProjection } from '../messages/message.projection.ts';
import { ticketProjection } from '../tickets/ticket.projection.ts';
import { NotificationKind } from './notification-kind.ts';
import type { Notification, NotificationsArgs } from './notification.contract.ts';

const subject = (notification: string, row: string) => `${row}.id = ${notification}.subject_id`;

/** What was changed to another status: a ticket or a call. */
const statusOf = (kind: NotificationKind) =>
  expression((notification) => `case when ${notification}.kind = '${kind}' then ${notification}.status_to end`);

const notificationProjection: Projection = {
  type: 'Notification',
  table: 'notification',
  scope: 'tenant',
  fields: {
    id: column('id'),
    kind: column('kind'),
    status: statusOf(NotificationKind.TICKET_STATUS_CHANGED),
    callStatus: statusOf(NotificationKind.CALL_REQUEST_UPDATED),
    createdAt: column('created_at'),
    readAt: column('read_at'),
    ticket: one(
      () => ticketProjection,
      (notification, ticket) => `${ticket}.id = ${notification}.ticket_id`,
    ),
    message: one(() => messageProjection, subject),
    feedback: one(() => feedbackProjection, subject),
    callRequest: one(() => callRequestProjection, subject),
    actor: one(
      () => authorProjection,
      (notification, author) => `${author}.id = ${notification}.actor_id`,
    ),
  },
};

const newestFirst: Order = {
  name: 'Notification',
  keys: [
    { sql: (notification) => `${notification}.created_at`, type: 'timestamptz' },
    { sql: (notification) => `${notification}.id`, type: 'uuid' },
  ],
  descending: true,
};

/** What the viewer was notified of, newest first. Throws UNAUTHENTICATED. */
export function readNotifications(
  context: RequestContext,
  { unreadOnly, ...page }: NotificationsArgs,
  info: GraphQLResolveInfo,
) {
  const { userId } = context.signedIn;
  const own: Condition = (notification, parameter) => `${notification}.user_id = ${parameter(userId, 'uuid')}`;
  const unread: Condition = (notification, parameter) =>
    `${own(notification, parameter)} and ${notification}.read_at is null`;
  const where = unreadOnly ? unread : own;
  return context.page(
    notificationProjection,
    { page, order: newestFirst, where, counts: { unreadCount: unread } },
    info,
  );
}

/** The notification as asked for in `info`, or null when it does not exist for this viewer. */
export function readNotification(
  context: RequestContext,
  id: string,
  info: GraphQLResolveInfo,
): Promise<Notification | null> {
  const where: Condition = (notification, parameter) => `${notification}.id = ${parameter(id, 'uuid')}`;
  return context.one(notificationProjection, where, info);
}

/** How many notifications the viewer has not read. Throws UNAUTHENTICATED. */
export function readUnreadCount(context: RequestContext): Promise<number> {
  const { tenantId, userId } = context.signedIn;
  return context.read((reads) =>
    reads.read({
      text: `select count(*)::text as json from notification where tenant_id = $1 and user_id = $2 and read_at is null`,
      values: [tenantId, userId],
      shape: Number,
    }),
  );
}
