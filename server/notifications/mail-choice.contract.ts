import { Field, InputType, ObjectType } from 'type-graphql';
import { User } from '../users/user.contract.ts';
import { ReadBy } from '../reads/schema.ts';
import { Payload } from '../graphql/user-error.ts';
import { NotificationKind } from './notification-kind.ts';

@InputType({ description: 'Whether one kind of notification shall come by mail.' })
export class MailChoiceInput {
  @Field(() => NotificationKind, { description: 'The kind.' })
  kind!: NotificationKind;

  @Field(() => Boolean, { description: 'Whether it shall come by mail.' })
  mailed!: boolean;
}

@InputType({ description: 'Which kinds of notification shall come by mail; kinds left out stay as they are.' })
export class MailChoicesUpdateInput {
  @Field(() => [MailChoiceInput], { description: 'The kinds to change; of one named twice the last word counts.' })
  choices!: MailChoiceInput[];
}

@ObjectType({ description: 'Answer of `mailChoicesUpdate`.' })
export class MailChoicesUpdatePayload extends Payload {
  userId?: string;

  @Field(() => User, { nullable: true, description: 'The viewer as they are now; null when nothing was done.' })
  @ReadBy('userId')
  viewer?: User | null;
}
