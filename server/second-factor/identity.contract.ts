import { Field, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';

@InputType({ description: 'With what the viewer shows again who they are: one of these.' })
export class IdentityConfirmInput {
  @Field(() => String, { nullable: true, description: 'The password; of who has no second factor.' })
  @Text({ maximum: textLimits.password })
  password?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The code of the authenticator, or a recovery code; of who has a second factor.',
  })
  @Text({ maximum: textLimits.code })
  code?: string | null;
}

@ObjectType({ description: 'Result of `identityConfirm`.' })
export class IdentityConfirmPayload extends Payload {}
