import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { Author } from '../users/user.entity.ts';
import { CallRequest } from '../call-requests/call-request.contract.ts';
import { CallRequestStatus } from '../call-requests/call-request.entity.ts';
import { Feedback } from '../feedback/feedback.contract.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Rule } from '../graphql/input.ts';
import { Payload } from '../graphql/user-error.ts';
import { Message } from '../messages/message.contract.ts';
import { Ticket } from '../tickets/ticket.contract.ts';
import { TicketStatus } from '../tickets/ticket.entity.ts';
import { NotificationKind } from './notification-kind.ts';

@ObjectType({ simpleResolvers: true, description: 'Something the viewer was told of; each user has their own.' })
export class Notification {
  @Field(() => ID, { description: 'UUID of the notification.' })
  id!: string;

  @Field(() => NotificationKind, { description: 'What it tells of.' })
  kind!: NotificationKind;

  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket it is about, as it is now; null where there is none.',
  })
  ticket!: Ticket | null;

  @Field(() => Message, { nullable: true, description: 'The message it tells of; null for kinds without one.' })
  message!: Message | null;

  @Field(() => TicketStatus, {
    nullable: true,
    description: 'The status the ticket was given, whatever it is now; null for other kinds.',
  })
  status!: TicketStatus | null;

  @Field(() => Feedback, { nullable: true, description: 'The feedback it tells of; null for other kinds.' })
  feedback!: Feedback | null;

  @Field(() => CallRequest, {
    nullable: true,
    description: 'The call it tells of, as it is now; null for other kinds.',
  })
  callRequest!: CallRequest | null;

  @Field(() => CallRequestStatus, {
    nullable: true,
    description: 'The status the call was given, whatever it is now; null for other kinds than CALL_REQUEST_UPDATED.',
  })
  callStatus!: CallRequestStatus | null;

  @Field(() => Author, { nullable: true, description: 'Who did it; null for what the portal did by itself.' })
  actor!: Author | null;

  @Field(() => DateTime, { description: 'When it happened.' })
  createdAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When the viewer first read it; null until then.' })
  readAt!: string | null;
}

export const NotificationConnection = connectionType('Notification', () => Notification, {
  unreadCount: 'How many notifications the viewer has not read, on this page or not, whatever the list is limited to.',
});

@ArgsType()
export class NotificationsArgs extends PageArgs {
  @Field(() => Boolean, { defaultValue: false, description: 'Only those the viewer has not read.' })
  unreadOnly: boolean = false;
}

@InputType({ description: 'What was read: exactly one of the three.' })
export class NotificationsMarkReadInput {
  @Field(() => [ID], { nullable: true, description: 'UUIDs of notifications, 1 to 100.' })
  @Rule(() =>
    z.array(z.string()).min(1, 'ids must have at least one entry.').max(100, 'ids must have at most 100 entries.'),
  )
  ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'UUID of a ticket: everything about it.' })
  ticketId?: string | null;

  @Field(() => Boolean, { nullable: true, description: '`true`: everything the viewer was notified of until now.' })
  all?: boolean | null;
}

@ObjectType({ description: 'Answer of `notificationsMarkRead`.' })
export class NotificationsMarkReadPayload extends Payload {
  done?: boolean;

  @Field(() => Int, { nullable: true, description: 'How many are left unread; null when nothing was done.' })
  unreadCount?: number | null;
}
