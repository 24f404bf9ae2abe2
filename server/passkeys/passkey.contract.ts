import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { SessionPayload } from '../sessions/session.contract.ts';
import { PasskeyCreationOptions, PasskeyRequestOptions } from './webauthn-options.contract.ts';

const nameRule = `What its user calls it, such as the device: ${lengthRule(textLimits.passkeyName, 1)}.`;
const partRule = `In base64url, ${lengthRule(textLimits.passkeyPart, 1)}.`;

@Keys('never')
@ObjectType({
  simpleResolvers: true,
  description: 'A way to sign in with a device or a password manager instead of a password. Only its user sees it.',
})
export class Passkey {
  @Field(() => ID, { description: 'UUID of the passkey.' })
  id!: string;

  @Field(() => String, { description: nameRule })
  name!: string;

  @Field(() => String, { description: 'The host at which it works, and at no other.' })
  host!: string;

  @Field(() => Boolean, { description: 'Whether it is on all devices of a password manager rather than on one.' })
  synced!: boolean;

  @Field(() => DateTime, { description: 'When it was registered.' })
  createdAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was last used; null before.' })
  lastUsedAt?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it was last refused because its counter had gone backwards, as that of a copy does; null when it never was. Its user should remove it.',
  })
  copySuspectedAt?: string | null;
}

export const PasskeyConnection = connectionType('Passkey', () => Passkey);

@ObjectType({ simpleResolvers: true, description: 'Result of `passkeyRegistrationBegin`.' })
export class PasskeyRegistrationBeginPayload extends Payload {
  @Field(() => PasskeyCreationOptions, {
    nullable: true,
    description: 'What to ask the browser; null when there are user errors.',
  })
  options?: PasskeyCreationOptions | null;
}

@InputType()
abstract class PasskeyNameInput {
  @Field(() => String, { description: nameRule })
  @Text({ maximum: textLimits.passkeyName })
  name!: string;
}

@InputType({ description: 'A new passkey, as the browser has made it.' })
export class PasskeyRegisterInput extends PasskeyNameInput {
  @Field(() => String, { description: `\`response.clientDataJSON\` of what the browser answered. ${partRule}` })
  @Text({ maximum: textLimits.passkeyPart })
  clientDataJSON!: string;

  @Field(() => String, { description: `\`response.attestationObject\` of what the browser answered. ${partRule}` })
  @Text({ maximum: textLimits.passkeyPart })
  attestationObject!: string;

  @Field(() => [String], {
    nullable: true,
    description: '`response.transports` of what the browser answered; those that are not known are left out.',
  })
  transports?: string[] | null;
}

@ObjectType({ simpleResolvers: true })
abstract class PasskeyPayload extends Payload {
  passkeyId?: string;

  @Field(() => Passkey, {
    nullable: true,
    description: 'The passkey after the change; null when there are user errors.',
  })
  @ReadBy('passkeyId')
  passkey?: Passkey | null;
}

@ObjectType({ description: 'Result of `passkeyRegister`.' })
export class PasskeyRegisterPayload extends PasskeyPayload {}

@InputType({ description: 'What a passkey is called from now on.' })
export class PasskeyRenameInput extends PasskeyNameInput {}

@ObjectType({ description: 'Result of `passkeyRename`.' })
export class PasskeyRenamePayload extends PasskeyPayload {}

@ObjectType({ description: 'Result of `passkeyRemove`.' })
export class PasskeyRemovePayload extends Payload {}

@ObjectType({ simpleResolvers: true })
export abstract class PasskeyOptionsPayload extends Payload {
  @Field(() => PasskeyRequestOptions, {
    nullable: true,
    description: 'What to ask the browser; null when there are user errors.',
  })
  options?: PasskeyRequestOptions | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `passkeySignInBegin`.' })
export class PasskeySignInBeginPayload extends PasskeyOptionsPayload {}

/** What an authenticator has signed, as the browser answers. */
@InputType()
export abstract class PasskeyAssertionInput {
  @Field(() => String, { description: `\`id\` of what the browser answered. ${partRule}` })
  @Text({ maximum: textLimits.passkeyPart })
  credentialId!: string;

  @Field(() => String, { description: `\`response.clientDataJSON\` of what the browser answered. ${partRule}` })
  @Text({ maximum: textLimits.passkeyPart })
  clientDataJSON!: string;

  @Field(() => String, { description: `\`response.authenticatorData\` of what the browser answered. ${partRule}` })
  @Text({ maximum: textLimits.passkeyPart })
  authenticatorData!: string;

  @Field(() => String, { description: `\`response.signature\` of what the browser answered. ${partRule}` })
  @Text({ maximum: textLimits.passkeyPart })
  signature!: string;
}

@InputType({ description: 'What the passkey of somebody who signs in has signed.' })
export class PasskeySignInInput extends PasskeyAssertionInput {
  @Field(() => String, { description: `\`response.userHandle\` of what the browser answered. ${partRule}` })
  @Text({ maximum: textLimits.passkeyPart })
  userHandle!: string;
}

@ObjectType({ description: 'Result of `passkeySignIn`.' })
export class PasskeySignInPayload extends SessionPayload {}
