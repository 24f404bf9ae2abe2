import { Field, InputType, ObjectType } from 'type-graphql';
import { UserRole } from '../access/viewer.ts';
import { Payload } from '../graphql/user-error.ts';
import { NotificationKind } from './notification-kind.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'Whether a kind of notification is also sent by email to users of a role who have not chosen.',
})
export class MailDefault {
  @Field(() => UserRole, { description: 'The role of the users.' })
  role!: UserRole;

  @Field(() => NotificationKind, { description: 'The kind of notification.' })
  kind!: string;

  @Field(() => Boolean, { description: 'Whether it is also sent by email.' })
  mailed!: boolean;
}

@InputType({ description: 'Whether a kind of notification is to be sent by email to users who have not chosen.' })
export class MailDefaultInput {
  @Field(() => UserRole, { description: 'The role of the users.' })
  role!: UserRole;

  @Field(() => NotificationKind, { description: 'One of the kinds that `mailDefaults` has for this role.' })
  kind!: string;

  @Field(() => Boolean, { description: 'Whether it is also sent by email.' })
  mailed!: boolean;
}

@InputType({ description: 'Changes to which emails are sent by default; what is omitted stays unchanged.' })
export class MailDefaultsUpdateInput {
  @Field(() => [MailDefaultInput], {
    description: 'The defaults to change. Of entries for the same role and kind, the last counts.',
  })
  defaults!: MailDefaultInput[];
}

@ObjectType({ simpleResolvers: true, description: 'Result of `mailDefaultsUpdate`.' })
export class MailDefaultsUpdatePayload extends Payload {
  @Field(() => [MailDefault], {
    nullable: true,
    description: 'All defaults after the change; null when there are user errors.',
    complexity: 1,
  })
  mailDefaults?: MailDefault[] | null;
}
