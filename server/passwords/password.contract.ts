import { Field, InputType, ObjectType } from 'type-graphql';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { NewPassword, passwordRule } from './password.policy.ts';

@InputType({ description: 'The password in use, and the one to come.' })
export class PasswordChangeInput {
  @Field(() => String, { description: 'The password in use.' })
  @Text({ maximum: 1_000 })
  currentPassword!: string;

  @Field(() => String, { description: passwordRule })
  @NewPassword()
  newPassword!: string;
}

@ObjectType({ description: 'Answer of `passwordChange`.' })
export class PasswordChangePayload extends Payload {}
