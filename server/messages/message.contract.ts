import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Author } from '../users/user.entity.ts';
import { Attachment } from '../attachments/attachment.contract.ts';
import { attachmentIdsDescription } from '../attachments/claim.ts';
import { connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { DateTime } from '../graphql/date-time.ts';
import { idempotencyKeyDescription } from '../writes/idempotency.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { Ticket } from '../tickets/ticket.contract.ts';

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
  @ReadBy('messageId')
  message?: Message | null;

  @Field(() => Ticket, { nullable: true, description: 'The ticket as it is now; null when nothing was done.' })
  @ReadBy('ticketId')
  ticket?: Ticket | null;
}
