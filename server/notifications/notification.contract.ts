import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { Keys } from '../access/key-rules.ts';
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

@Keys('never')
@ObjectType({ simpleResolvers: true, description: 'A notification of the viewer; each user has their own.' })
export class Notification {
  @Field(() => ID, { description: 'UUID of the notification.' })
  id!: string;

  @Field(() => NotificationKind, { description: 'What the notification is about.' })
  kind!: string;

  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket in its current state; null when there is none.',
  })
  ticket!: Ticket | null;

  @Field(() => Message, { nullable: true, description: 'The message; null for kinds without one.' })
  message!: Message | null;

  @Field(() => TicketStatus, {
    nullable: true,
    description: 'The status that the ticket changed to at the time; null for other kinds than TICKET_STATUS_CHANGED.',
  })
  status!: TicketStatus | null;

  @Field(() => Feedback, { nullable: true, description: 'The feedback; null for kinds without one.' })
  feedback!: Feedback | null;

  @Field(() => CallRequest, {
    nullable: true,
    description: 'The call in its current state; null for kinds without one.',
  })
  callRequest!: CallRequest | null;

  @Field(() => CallRequestStatus, {
    nullable: true,
    description: 'The status that the call changed to at the time; null for other kinds than CALL_REQUEST_UPDATED.',
  })
  callStatus!: CallRequestStatus | null;

  @Field(() => Author, { nullable: true, description: 'Who caused it; null when the portal did.' })
  actor!: Author | null;

  @Field(() => DateTime, { description: 'When it happened.' })
  createdAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the viewer read the notification; null while it is unread.',
  })
  readAt!: string | null;
}

export const NotificationConnection = connectionType('Notification', () => Notification, {
  unreadCount: 'Number of all unread notifications of the viewer, whatever the page and the filter.',
});

@ArgsType()
export class NotificationsArgs extends PageArgs {
  @Field(() => Boolean, { defaultValue: false, description: 'Only unread notifications.' })
  unreadOnly: boolean = false;
}

@InputType({ description: 'What to mark as read: exactly one of the fields.' })
export class NotificationsMarkReadInput {
  @Field(() => [ID], { nullable: true, description: 'UUIDs of 1 to 100 notifications.' })
  @Rule(() =>
    z.array(z.string()).min(1, 'ids must have at least one entry.').max(100, 'ids must have at most 100 entries.'),
  )
  ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'UUID of a ticket: all notifications about it.' })
  ticketId?: string | null;

  @Field(() => Boolean, { nullable: true, description: '`true`: all notifications of the viewer so far.' })
  all?: boolean | null;
}

@ObjectType({ description: 'Result of `notificationsMarkRead`.' })
export class NotificationsMarkReadPayload extends Payload {
  done?: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of notifications that are still unread; null when there are user errors.',
  })
  unreadCount?: number | null;
}
