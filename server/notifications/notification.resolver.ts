import { Arg, Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { Verb } from '../graphql/user-error.ts';
import { MailChoicesUpdateInput, MailChoicesUpdatePayload } from './mail-choice.contract.ts';
import { updateMailChoices } from './mail-choice.service.ts';
import {
  NotificationConnection,
  NotificationsArgs,
  NotificationsMarkReadInput,
  NotificationsMarkReadPayload,
} from './notification.contract.ts';
import { markRead, readNotifications, readUnreadCount } from './notification.service.ts';

@Resolver(() => NotificationsMarkReadPayload)
export class NotificationResolver {
  @Query(() => NotificationConnection, {
    description: 'What the viewer was notified of, newest first; kept for 90 days once read, and for a year unread.',
  })
  notifications(
    @Ctx() context: RequestContext,
    @Args(() => NotificationsArgs) args: NotificationsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readNotifications(context, args, info);
  }

  @Verb(() => NotificationsMarkReadPayload, {
    description:
      'Notes that the viewer has read notifications; those read before stay as they are. NOT_FOUND on `input.ids` or `input.ticketId`, and then none is read; INVALID on `input` unless exactly one of its fields is given.',
  })
  notificationsMarkRead(
    @Ctx() context: RequestContext,
    @Arg('input', () => NotificationsMarkReadInput, { description: 'What was read.' })
    input: NotificationsMarkReadInput,
  ) {
    return markRead(context, input);
  }

  @FieldResolver()
  unreadCount(@Root() { done }: NotificationsMarkReadPayload, @Ctx() context: RequestContext) {
    return done ? readUnreadCount(context) : null;
  }

  @Verb(() => MailChoicesUpdatePayload, {
    description: 'Changes which kinds of notification come to the viewer by mail, too. All of them come in the portal.',
  })
  mailChoicesUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => MailChoicesUpdateInput, { description: 'What to change.' }) input: MailChoicesUpdateInput,
  ) {
    return updateMailChoices(context, input);
  }
}
