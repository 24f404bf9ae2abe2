import type { EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import type { Condition } from '../reads/read-statement.ts';
import { record } from '../events/record.ts';
import { UserErrorCode, UserInputError, notFound } from '../graphql/user-error.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import type { NotificationsArgs, NotificationsMarkReadInput } from './notification.contract.ts';
import { NotificationRow } from './notification.entity.ts';
import { notificationsRead } from './notification.events.ts';
import { newestNotificationFirst, notificationReads } from './notification.reads.ts';

/** The notifications of the viewer, newest first. Throws UNAUTHENTICATED. */
export function readNotifications(
  context: RequestContext,
  { unreadOnly, ...page }: NotificationsArgs,
  info: GraphQLResolveInfo,
) {
  const { userId } = context.signedIn;
  const own: Condition<NotificationRow> = (notification, parameter) =>
    `${notification.userId} = ${parameter(userId, 'uuid')}`;
  const unread: Condition<NotificationRow> = (notification, parameter) =>
    `${own(notification, parameter)} and ${notification.readAt} is null`;
  const where = unreadOnly ? unread : own;
  const counts = { unreadCount: unread };
  return context.page(notificationReads, { page, order: newestNotificationFirst, where, counts }, info);
}

/** Marks notifications of the viewer as read; those read before keep their time. */
export function markRead(context: RequestContext, input: NotificationsMarkReadInput): Promise<{ done: true }> {
  return context.write(async (entityManager) => {
    const where = await conditionOf(entityManager, input);
    const viewer = context.signedIn;
    if (await markUnreadAsRead(entityManager, viewer, where)) {
      const { tenantId, customerId, userId } = viewer;
      await record(entityManager, notificationsRead, {
        actor: viewer,
        tenantId,
        customerId,
        userId,
        ticketId: null,
      });
    }
    return { done: true };
  });
}

/** A condition on the viewer's notifications: SQL, and its values. */
type Where = [sql: string, ...values: unknown[]];

async function conditionOf(
  entityManager: EntityManager,
  { ids, ticketId, all }: NotificationsMarkReadInput,
): Promise<Where> {
  if ([ids != null, ticketId != null, all === true].filter(Boolean).length !== 1)
    throw new UserInputError(
      UserErrorCode.INVALID,
      'Provide exactly one of `ids`, `ticketId` and `all: true`.',
      'input',
    );
  if (ids) {
    const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
    const found = wanted.every(isUuid) ? await entityManager.count(NotificationRow, { id: { $in: wanted } }) : 0;
    if (found < wanted.length) throw notFound('Notification', 'input.ids');
    return ['id = any(?::uuid[])', `{${wanted.join(',')}}`];
  }
  if (ticketId) {
    if (!isUuid(ticketId) || (await entityManager.count(TicketRow, { id: ticketId })) === 0)
      throw notFound('Ticket', 'input.ticketId');
    return ['ticket_id = ?::uuid', ticketId];
  }
  return ['true'];
}

/** Answers whether anything was still unread. Rows are locked in one order, so that two calls at once never wait for each other. */
async function markUnreadAsRead(
  entityManager: EntityManager,
  viewer: Viewer,
  [where, ...values]: Where,
): Promise<boolean> {
  const { affectedRows } = await entityManager.execute<{ affectedRows: number }>(
    `with unread as (
       select id from notification where tenant_id = ? and user_id = ? and read_at is null and ${where}
       order by id for update
     )
     update notification set read_at = clock_timestamp() from unread where notification.id = unread.id`,
    [viewer.tenantId, viewer.userId, ...values],
    'run',
  );
  return affectedRows > 0;
}
