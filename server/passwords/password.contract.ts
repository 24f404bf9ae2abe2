import { Field, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { NewPassword, passwordRule } from '../access/password-policy.ts';

@InputType({ description: 'The current and the new password.' })
export class PasswordChangeInput {
  @Field(() => String, { description: 'The current password.' })
  @Text({ maximum: textLimits.password })
  currentPassword!: string;

  @Field(() => String, { description: passwordRule })
  @NewPassword()
  newPassword!: string;
}

@ObjectType({ description: 'Result of `passwordChange`.' })
export class PasswordChangePayload extends Payload {}
