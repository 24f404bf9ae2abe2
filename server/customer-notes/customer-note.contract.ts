import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { Author } from '../users/user.entity.ts';

const bodyRule = `Plain text of ${lengthRule(textLimits.customerNote, 1)}.`;

@Keys('notes:read')
@ObjectType({ simpleResolvers: true, description: 'What staff note about a customer. Customers never see it.' })
export class CustomerNote {
  @Field(() => ID, { description: 'UUID of the note.' })
  id!: string;

  @Field(() => String, { description: bodyRule })
  body!: string;

  @Field(() => Author, { description: 'Who wrote it, or changed it last.' })
  author!: Author;

  @Field(() => DateTime, { description: 'When it was written.' })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When it last changed; the same as `createdAt` when it never did.' })
  updatedAt!: string;
}

export const CustomerNoteConnection = connectionType('CustomerNote', () => CustomerNote);

@InputType()
abstract class CustomerNoteInput {
  @Field(() => String, { description: bodyRule })
  @Text({ maximum: textLimits.customerNote })
  body!: string;
}

@InputType({ description: 'A new note about a customer.' })
export class CustomerNoteAddInput extends CustomerNoteInput {}

@InputType({ description: 'What a note about a customer becomes.' })
export class CustomerNoteUpdateInput extends CustomerNoteInput {}

@ObjectType({ simpleResolvers: true })
abstract class CustomerNotePayload extends Payload {
  noteId?: string;

  @Field(() => CustomerNote, {
    nullable: true,
    description: 'The note after the change; null when there are user errors.',
  })
  @ReadBy('noteId')
  note?: CustomerNote | null;
}

@ObjectType({ description: 'Result of `customerNoteAdd`.' })
export class CustomerNoteAddPayload extends CustomerNotePayload {}

@ObjectType({ description: 'Result of `customerNoteUpdate`.' })
export class CustomerNoteUpdatePayload extends CustomerNotePayload {}

@ObjectType({ description: 'Result of `customerNoteRemove`.' })
export class CustomerNoteRemovePayload extends Payload {}
