import { Field, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { tokenDescription } from '../account-links/account-link.contract.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { AccountInput } from '../sessions/account-input.contract.ts';
import { SessionPayload } from '../sessions/session.contract.ts';

@InputType({ description: 'Who wants to sign in.' })
export class SignInCodeRequestInput extends AccountInput {}

@ObjectType({ description: 'Result of `signInCodeRequest`, the same for known and unknown addresses.' })
export class SignInCodeRequestPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description:
      'What `signInCodeUse` needs beside the code: keep it where the code was asked for. Null when there are user errors.',
  })
  requestToken?: string | null;
}

@InputType({ description: 'The code and where it was asked for, or the link.' })
export class SignInCodeUseInput {
  @Field(() => String, { nullable: true, description: `${tokenDescription} Null with a code.` })
  @Text({ maximum: textLimits.token, optional: true })
  token?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The six digits, in any script, with or without blanks and hyphens. Null with a link.',
  })
  @Text({ maximum: 40, optional: true })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'What `signInCodeRequest` answered; required with a code.' })
  @Text({ maximum: textLimits.token, optional: true })
  requestToken?: string | null;
}

@ObjectType({ description: 'Result of `signInCodeUse`.' })
export class SignInCodeUsePayload extends SessionPayload {}
