import { Ctx, Field, Int, ObjectType } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { PortalEvent } from '../events/event.contract.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ReadBy } from '../reads/schema.ts';
import { Notification } from './notification.contract.ts';
import { readUnreadCount } from './notification.reads.ts';

@ObjectType({
  implements: PortalEvent,
  description: 'The viewer was notified of the preceding event. Sent to this user only.',
})
class NotificationAdded extends PortalEvent {
  subjectId!: string;

  @Field(() => Notification, { description: 'The notification in its current state.' })
  @ReadBy('subjectId')
  notification!: Notification;

  @Field(() => Int, { description: 'Current number of unread notifications of the viewer.' })
  unreadCount(@Ctx() context: RequestContext): Promise<number> {
    return readUnreadCount(context);
  }
}

/** Recorded along with the event it notifies of, by `record`. */
export const notificationAdded = portalEvent(NotificationAdded);

@ObjectType({ implements: PortalEvent, description: 'The viewer read notifications, on this or another device.' })
class NotificationsRead extends PortalEvent {
  @Field(() => Int, { description: 'Current number of unread notifications of the viewer.' })
  unreadCount(@Ctx() context: RequestContext): Promise<number> {
    return readUnreadCount(context);
  }
}

export const notificationsRead = portalEvent(NotificationsRead);
