import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { SessionPayload } from '../sessions/session.contract.ts';
import { AccountLinkKind } from './account-link-kind.ts';
import { NewPassword, passwordRule } from '../passwords/password.policy.ts';

export enum AccountLinkState {
  GOOD = 'GOOD',
  USED = 'USED',
  EXPIRED = 'EXPIRED',
}

registerEnumType(AccountLinkState, {
  name: 'AccountLinkState',
  description: 'Whether an emailed link can still be used.',
  valuesConfig: {
    GOOD: { description: 'It can be used, once.' },
    USED: { description: 'It was used, or the password has been set in another way since it was sent.' },
    EXPIRED: { description: 'Its time is over; ask for a new one.' },
  },
});

export const tokenDescription =
  'What follows `#token=` in the emailed link. It is good once; opening the page, or asking `accountLink`, does not use it.';

@ObjectType({
  simpleResolvers: true,
  description: 'An emailed link, for the page it opens. Looking at it does not use it.',
})
export class AccountLink {
  @Field(() => AccountLinkKind, { description: 'What it is for.' })
  kind!: AccountLinkKind;

  @Field(() => AccountLinkState, { description: 'Whether it can still be used.' })
  state!: AccountLinkState;

  @Field(() => DateTime, { description: 'Until when it can be used.' })
  expiresAt!: Date;

  @Field(() => String, { description: 'The address it was sent to, partly hidden, such as `b•••@padma.example`.' })
  email!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The name an invitation was made out to, which may be corrected on accepting; null for a password reset.',
  })
  name!: string | null;

  @Field(() => String, { description: 'The language of whom it was sent to: `en` or `bn`.' })
  locale!: string;
}

@InputType({ description: 'Who has forgotten their password.' })
export class PasswordResetRequestInput {
  @Field(() => String, { description: 'The email address; upper and lower case are the same.' })
  @Text({ maximum: 320 })
  email!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Short name (slug) of the tenant; needed only where `portal.tenant` is null.',
  })
  @Text({ maximum: 100, optional: true })
  tenant?: string | null;
}

@ObjectType({ description: 'Answer of `passwordResetRequest`: the same for addresses known and unknown.' })
export class PasswordResetRequestPayload extends Payload {}

@InputType({ description: 'The emailed link, and the password to come.' })
export class PasswordResetInput {
  @Field(() => String, { description: tokenDescription })
  @Text({ maximum: 1_000 })
  token!: string;

  @Field(() => String, { description: passwordRule })
  @NewPassword()
  newPassword!: string;
}

@ObjectType({ description: 'Answer of `passwordReset`.' })
export class PasswordResetPayload extends SessionPayload {}

@InputType({ description: 'The emailed invitation, and what the invited one chooses.' })
export class InvitationAcceptInput {
  @Field(() => String, { description: tokenDescription })
  @Text({ maximum: 1_000 })
  token!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name to show, 1 to 200 characters; as in the invitation when left out.',
  })
  @Text({ maximum: 200 })
  name?: string | null;

  @Field(() => String, { description: passwordRule })
  @NewPassword()
  password!: string;
}

@ObjectType({ description: 'Answer of `invitationAccept`.' })
export class InvitationAcceptPayload extends SessionPayload {}
