import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { Author } from '../users/user.entity.ts';
import { Attachment } from '../attachments/attachment.contract.ts';
import { attachmentIdsDescription } from '../attachments/claim.ts';
import { connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { DateTime } from '../graphql/date-time.ts';
import { idempotencyKeyDescription } from '../writes/idempotency.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { Ticket } from '../tickets/ticket.contract.ts';

@Keys('messages:read')
@ObjectType({ simpleResolvers: true, description: 'One entry in the thread of a ticket. Messages never change.' })
export class Message {
  @Field(() => ID, { description: 'UUID of the message.' })
  id!: string;

  @Field(() => String, {
    description: `Plain text with line breaks: ${lengthRule(textLimits.messageBody)}; empty when there are only files.`,
    complexity: 2,
  })
  body!: string;

  @Field(() => String, {
    description: 'The beginning of `body` in one line, about 200 characters; empty when there are only files.',
  })
  excerpt!: string;

  @Field(() => Author, { description: 'Who wrote the message.' })
  author!: Author;

  @Field(() => Boolean, { description: 'Whether the message is an internal note, which only staff can see.' })
  internal!: boolean;

  @Field(() => DateTime, { description: 'When the message was written. The thread is in this order.' })
  createdAt!: string;

  @Field(() => [Attachment], {
    description: 'The files of the message, at most ten, in the order chosen by the sender.',
  })
  attachments!: Attachment[];

  @Field(() => Ticket, { description: 'The ticket of the message.' })
  ticket!: Ticket;
}

export const MessageConnection = connectionType('Message', () => Message);

@InputType({ description: 'A new message.' })
export class MessageAddInput {
  @Field(() => String, {
    description: `Plain text: ${lengthRule(textLimits.messageBody, 1)}. It may be empty when there are files. REQUIRED otherwise.`,
  })
  @Text({ maximum: textLimits.messageBody, optional: true })
  body!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the message is an internal note, which only staff can write and see. Staff whose name is in it, as `@Their Name`, are notified, at most 20.',
  })
  internal: boolean = false;

  @Field(() => [ID], { nullable: true, description: attachmentIdsDescription })
  attachmentIds?: string[] | null;

  @Field(() => String, { nullable: true, description: idempotencyKeyDescription })
  @Text({ maximum: textLimits.idempotencyKey, optional: true })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'Result of `messageAdd`.' })
export class MessageAddPayload extends Payload {
  ticketId?: string;
  messageId?: string;

  @Field(() => Message, { nullable: true, description: 'The new message; null when there are user errors.' })
  @ReadBy('messageId')
  message?: Message | null;

  @Field(() => Ticket, { nullable: true, description: 'The ticket after the change; null when there are user errors.' })
  @ReadBy('ticketId')
  ticket?: Ticket | null;
}
