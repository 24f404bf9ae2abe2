import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, Int, ObjectType } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { PortalEvent, requireVisible } from '../events/event.contract.ts';
import { Notification } from './notification.contract.ts';
import { notificationReads } from './notification.reads.ts';
import { readUnreadCount } from './notification.service.ts';

@ObjectType({
  implements: PortalEvent,
  description: 'The viewer, and nobody else, was notified of an event before this one.',
})
export class NotificationAdded extends PortalEvent {
  subjectId!: string;

  @Field(() => Notification, { description: 'The notification as it is now.' })
  notification(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Notification> {
    return requireVisible(context.byId(notificationReads, this.subjectId, info));
  }

  @Field(() => Int, { description: 'How many notifications the viewer has not read now.' })
  unreadCount(@Ctx() context: RequestContext): Promise<number> {
    return readUnreadCount(context);
  }
}

@ObjectType({ implements: PortalEvent, description: 'The viewer has read notifications, here or on another device.' })
export class NotificationsRead extends PortalEvent {
  @Field(() => Int, { description: 'How many notifications the viewer has not read now.' })
  unreadCount(@Ctx() context: RequestContext): Promise<number> {
    return readUnreadCount(context);
  }
}
