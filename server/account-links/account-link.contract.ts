import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { UserRole } from '../access/viewer.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { AccountInput } from '../sessions/account-input.contract.ts';
import { SessionPayload } from '../sessions/session.contract.ts';
import { AccountLinkKind } from './account-link-kind.ts';
import { NewPassword, passwordRule } from '../access/password-policy.ts';

export enum AccountLinkState {
  GOOD = 'GOOD',
  USED = 'USED',
  EXPIRED = 'EXPIRED',
}

registerEnumType(AccountLinkState, {
  name: 'AccountLinkState',
  description: 'Whether an emailed link can still be used.',
  valuesConfig: {
    GOOD: { description: 'Valid: it can be used once.' },
    USED: { description: 'Used, or invalidated because the password has been set in another way since.' },
    EXPIRED: { description: 'No longer valid: request a new one.' },
  },
});

export const tokenDescription =
  'The part of the emailed link after `#token=`. It works once; opening the page or querying `accountLink` does not use it up.';

@ObjectType({
  simpleResolvers: true,
  description: 'An emailed link, for the page that it opens. Querying it does not use it up.',
})
export class AccountLink {
  @Field(() => AccountLinkKind, { description: 'The purpose of the link.' })
  kind!: AccountLinkKind;

  @Field(() => AccountLinkState, { description: 'Whether the link can still be used.' })
  state!: AccountLinkState;

  @Field(() => DateTime, { description: 'When the link expires.' })
  expiresAt!: Date;

  @Field(() => String, {
    description: 'The address the link was sent to, partly hidden, such as `b•••@padma.example`.',
  })
  email!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The name in the invitation or given when signing up, which can still be changed; null for a password reset.',
  })
  name!: string | null;

  @Field(() => UserRole, {
    nullable: true,
    description: 'What the new user will be: customer, agent or admin; null for a password reset.',
  })
  role!: UserRole | null;

  @Field(() => String, { description: 'Language of the recipient as a BCP 47 tag: `en` or `bn`.' })
  locale!: string;
}

@InputType({ description: 'The account whose password was forgotten.' })
export class PasswordResetRequestInput extends AccountInput {}

@ObjectType({ description: 'Result of `passwordResetRequest`, the same for known and unknown addresses.' })
export class PasswordResetRequestPayload extends Payload {}

@InputType({ description: 'The emailed link and the new password.' })
export class PasswordResetInput {
  @Field(() => String, { description: tokenDescription })
  @Text({ maximum: textLimits.token })
  token!: string;

  @Field(() => String, { description: passwordRule })
  @NewPassword()
  newPassword!: string;
}

@ObjectType({ description: 'Result of `passwordReset`.' })
export class PasswordResetPayload extends SessionPayload {}

@InputType({ description: 'The emailed invitation, the chosen password and optionally a name.' })
export class InvitationAcceptInput {
  @Field(() => String, { description: tokenDescription })
  @Text({ maximum: textLimits.token })
  token!: string;

  @Field(() => String, {
    nullable: true,
    description: `Display name: ${lengthRule(textLimits.name, 1)}; the one in the invitation when omitted.`,
  })
  @Text({ maximum: textLimits.name })
  name?: string | null;

  @Field(() => String, { description: passwordRule })
  @NewPassword()
  password!: string;
}

@ObjectType({ description: 'Result of `invitationAccept`.' })
export class InvitationAcceptPayload extends SessionPayload {}
