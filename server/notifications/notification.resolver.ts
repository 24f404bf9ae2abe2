import { Arg, Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { MailChoicesUpdateInput, MailChoicesUpdatePayload } from './mail-choice.contract.ts';
import { updateMailChoices } from './mail-choice.service.ts';
import { MailDefault, MailDefaultsUpdateInput, MailDefaultsUpdatePayload } from './mail-default.contract.ts';
import { readMailDefaults, updateMailDefaults } from './mail-default.service.ts';
import {
  NotificationConnection,
  NotificationsArgs,
  NotificationsMarkReadInput,
  NotificationsMarkReadPayload,
} from './notification.contract.ts';
import { readUnreadCount } from './notification.reads.ts';
import { markRead, readNotifications } from './notification.service.ts';

@Resolver(() => NotificationsMarkReadPayload)
export class NotificationResolver {
  @Keys('never')
  @Query(() => NotificationConnection, {
    description:
      'The notifications of the viewer, newest first. Read ones are kept for 90 days, unread ones for a year.',
  })
  notifications(
    @Ctx() context: RequestContext,
    @Args(() => NotificationsArgs) args: NotificationsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readNotifications(context, args, info);
  }

  @UserErrorMutation(() => NotificationsMarkReadPayload, {
    description:
      'Marks notifications as read; those that already are keep their `readAt`. NOT_FOUND on `input.ids` or `input.ticketId`, and then none is marked; INVALID on `input` unless exactly one of its fields is given.',
    keys: 'never',
  })
  notificationsMarkRead(
    @Ctx() context: RequestContext,
    @Arg('input', () => NotificationsMarkReadInput, { description: 'What to mark as read.' })
    input: NotificationsMarkReadInput,
  ) {
    return markRead(context, input);
  }

  @FieldResolver()
  unreadCount(@Root() { done }: NotificationsMarkReadPayload, @Ctx() context: RequestContext) {
    return done ? readUnreadCount(context) : null;
  }

  @UserErrorMutation(() => MailChoicesUpdatePayload, {
    description:
      'Changes which kinds of notification are also sent to the viewer by email. The portal shows all of them.',
    keys: 'never',
  })
  mailChoicesUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => MailChoicesUpdateInput, { description: 'The changes.' }) input: MailChoicesUpdateInput,
  ) {
    return updateMailChoices(context, input);
  }

  @Keys('settings:read')
  @Query(() => [MailDefault], {
    nullable: true,
    description:
      'Which kinds of notification are also sent by email to users who have not chosen: each kind that a role can get, by role. Null for others than admins, who find what holds for them in `viewer { mailChoices }`. Emails about accounts, such as invitations and links for passwords, are always sent.',
    complexity: 1,
  })
  mailDefaults(@Ctx() context: RequestContext) {
    return readMailDefaults(context);
  }

  @UserErrorMutation(() => MailDefaultsUpdatePayload, {
    description:
      'Changes which kinds of notification are also sent by email to users who have not chosen; it holds at once. Whoever has chosen with `mailChoicesUpdate`, or by the link of an email, keeps that. Admins only (FORBIDDEN). INVALID on `input.defaults` for a kind that the role is not sent.',
    keys: 'settings:write',
  })
  mailDefaultsUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => MailDefaultsUpdateInput, { description: 'The changes.' }) input: MailDefaultsUpdateInput,
  ) {
    return updateMailDefaults(context, input);
  }
}
