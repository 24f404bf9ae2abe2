import { Field, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { PasskeyAssertionInput, PasskeyOptionsPayload } from '../passkeys/passkey.contract.ts';
import { ReadBy } from '../reads/schema.ts';
import { SessionPayload } from '../sessions/session.contract.ts';
import { User } from '../users/user.contract.ts';

@InputType({ description: 'The answer to a question for the second factor.' })
export class SecondFactorVerifyInput {
  @Field(() => String, { description: 'The token of the question.' })
  @Text({ maximum: textLimits.token })
  token!: string;

  @Field(() => String, {
    description:
      'The code that the authenticator shows, or a recovery code; with blanks and dashes or without, in digits of any script.',
  })
  @Text({ maximum: textLimits.code })
  code!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `secondFactorVerify`.' })
export class SecondFactorVerifyPayload extends SessionPayload {
  @Field(() => [String], {
    nullable: true,
    description:
      'Ten recovery codes, which are shown this once, where the answer set the second factor up; otherwise null.',
    complexity: 0,
  })
  recoveryCodes?: string[] | null;
}

@InputType({ description: 'The question of somebody who answers it with a passkey.' })
export class SecondFactorPasskeyBeginInput {
  @Field(() => String, { description: 'The token of the question.' })
  @Text({ maximum: textLimits.token })
  token!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `secondFactorPasskeyBegin`.' })
export class SecondFactorPasskeyBeginPayload extends PasskeyOptionsPayload {}

@InputType({ description: 'What a passkey has signed in answer to a question for the second factor.' })
export class SecondFactorPasskeyVerifyInput extends PasskeyAssertionInput {
  @Field(() => String, { description: 'The token of the question.' })
  @Text({ maximum: textLimits.token })
  token!: string;
}

@ObjectType({ description: 'Result of `secondFactorPasskeyVerify`.' })
export class SecondFactorPasskeyVerifyPayload extends SessionPayload {}

@InputType({ description: 'The question of somebody who has to set up a second factor.' })
export class SecondFactorSetUpInput {
  @Field(() => String, { description: 'The token of the question.' })
  @Text({ maximum: textLimits.token })
  token!: string;
}

@ObjectType({ simpleResolvers: true })
abstract class TotpSecretPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'The secret in Base32, to be typed into an authenticator; null when there are user errors.',
  })
  secret?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The same as an `otpauth:` URI, to be shown as a QR code; null when there are user errors.',
  })
  uri?: string | null;
}

@ObjectType({ description: 'Result of `totpSetUp`.' })
export class TotpSetUpPayload extends TotpSecretPayload {}

@ObjectType({ description: 'Result of `secondFactorSetUp`.' })
export class SecondFactorSetUpPayload extends TotpSecretPayload {}

@InputType({ description: 'The first code of a new authenticator.' })
export class TotpConfirmInput {
  @Field(() => String, {
    description: 'The code that it shows; with blanks or without, in digits of any script.',
  })
  @Text({ maximum: textLimits.code })
  code!: string;
}

@ObjectType()
abstract class SecondFactorPayload extends Payload {
  userId?: string;

  @Field(() => User, { nullable: true, description: 'The viewer after the change; null when there are user errors.' })
  @ReadBy('userId')
  viewer?: User | null;
}

@ObjectType({ simpleResolvers: true })
abstract class RecoveryCodesPayload extends SecondFactorPayload {
  @Field(() => [String], {
    nullable: true,
    description:
      'Ten new recovery codes, which are shown this once; earlier ones are no longer good. Null when there are user errors.',
    complexity: 0,
  })
  recoveryCodes?: string[] | null;
}

@ObjectType({ description: 'Result of `totpConfirm`.' })
export class TotpConfirmPayload extends RecoveryCodesPayload {}

@ObjectType({ description: 'Result of `totpRemove`.' })
export class TotpRemovePayload extends SecondFactorPayload {}

@ObjectType({ description: 'Result of `recoveryCodesRenew`.' })
export class RecoveryCodesRenewPayload extends RecoveryCodesPayload {}
