import { Field, InputType, ObjectType } from 'type-graphql';
import { User } from '../users/user.contract.ts';
import { ReadBy } from '../reads/schema.ts';
import { Payload } from '../graphql/user-error.ts';
import { NotificationKind } from './notification-kind.ts';

@InputType({ description: 'Whether a kind of notification is also sent by email.' })
export class MailChoiceInput {
  @Field(() => NotificationKind, { description: 'The kind of notification.' })
  kind!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it is also sent by email; null for no choice any more: what the organisation sends by default.',
  })
  mailed?: boolean | null;
}

@InputType({ description: 'Which kinds of notification are also sent by email; omitted kinds stay unchanged.' })
export class MailChoicesUpdateInput {
  @Field(() => [MailChoiceInput], {
    description: 'The kinds to change. For a kind that occurs twice, the last entry counts.',
  })
  choices!: MailChoiceInput[];
}

@ObjectType({ description: 'Result of `mailChoicesUpdate`.' })
export class MailChoicesUpdatePayload extends Payload {
  userId?: string;

  @Field(() => User, { nullable: true, description: 'The viewer after the change; null when there are user errors.' })
  @ReadBy('userId')
  viewer?: User | null;
}
