import { Ctx, Field, ID, Info, InputType, ObjectType } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Author } from '../users/user.entity.ts';
import { Attachment } from '../attachments/attachment.contract.ts';
import { attachmentIdsDescription } from '../attachments/claim.ts';
import type { RequestContext } from '../context.ts';
import { connectionType } from '../reads/connection.ts';
import { DateTime } from '../graphql/date-time.ts';
import { idempotencyKeyDescription } from '../writes/idempotency.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { Ticket } from '../tickets/ticket.contract.ts';
import { readTicket } from '../tickets/ticket.projection.ts';
import { readMessage } from './message.projection.ts';

@ObjectType({ simpleResolvers: true, description: 'One contribution to the conversation of a ticket; never changed.' })
export class Message {
  @Field(() => ID, { description: 'UUID of the message.' })
  id!: string;

  @Field(() => String, { description: 'What was written: plain text of at most 20,000 characters, line breaks kept.' })
  body!: string;

  @Field(() => Author, { description: 'Who wrote it.' })
  author!: Author;

  @Field(() => Boolean, { description: 'Whether it is a note among staff; customers never see those.' })
  internal!: boolean;

  @Field(() => DateTime, { description: 'When it was written; orders the conversation.' })
  createdAt!: string;

  @Field(() => [Attachment], { description: 'The files sent along, ten at most, as their sender put them.' })
  attachments!: Attachment[];

  @Field(() => Ticket, { description: 'The ticket it belongs to.' })
  ticket!: Ticket;
}

export const MessageConnection = connectionType('Message', () => Message);

@InputType({ description: 'A new message.' })
export class MessageAddInput {
  @Field(() => String, { description: 'What to say: 1 to 20,000 characters, plain text.' })
  @Text({ maximum: 20_000 })
  body!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Make it a note among staff; staff only.' })
  internal: boolean = false;

  @Field(() => [ID], { nullable: true, description: attachmentIdsDescription })
  attachmentIds?: string[] | null;

  @Field(() => String, { nullable: true, description: idempotencyKeyDescription })
  @Text({ maximum: 64, optional: true })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'Answer of `messageAdd`.' })
export class MessageAddPayload extends Payload {
  ticketId?: string;
  messageId?: string;

  @Field(() => Message, { nullable: true, description: 'The message as written; null when nothing was done.' })
  message(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Message | null> | null {
    return this.messageId ? readMessage(context, this.messageId, info) : null;
  }

  @Field(() => Ticket, { nullable: true, description: 'The ticket as it is now; null when nothing was done.' })
  ticket(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Ticket | null> | null {
    return this.ticketId ? readTicket(context, this.ticketId, info) : null;
  }
}
