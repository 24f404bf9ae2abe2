import { Field, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { NewPassword, passwordRule } from '../access/password-policy.ts';
import { tokenDescription } from '../account-links/account-link.contract.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { SessionPayload } from '../sessions/session.contract.ts';

@InputType({ description: 'Somebody who wants an account.' })
export class SignUpRequestInput {
  @Field(() => String, { description: `Name of the person, household or company: ${lengthRule(textLimits.name, 1)}.` })
  @Text({ maximum: textLimits.name })
  name!: string;

  @Field(() => String, { description: 'The address that the link is sent to, and with which they will sign in.' })
  @Text({ maximum: textLimits.address })
  email!: string;

  @Field(() => String, { description: 'Language of the person, of the portal and of emails: one of `Tenant.locales`.' })
  @Text({ maximum: textLimits.locale })
  locale!: string;

  @Field(() => String, { description: 'IANA name of their time zone, such as `Asia/Dhaka`.' })
  @Text({ maximum: textLimits.timeZone })
  timeZone!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Slug of the tenant; required only where `portal.tenant` is null.',
  })
  @Text({ maximum: textLimits.tenantSlug, optional: true })
  tenant?: string | null;
}

@ObjectType({ description: 'Result of `signUpRequest`, the same for known and unknown addresses.' })
export class SignUpRequestPayload extends Payload {}

@InputType({ description: 'The emailed link, the chosen password and optionally another name.' })
export class SignUpInput {
  @Field(() => String, { description: tokenDescription })
  @Text({ maximum: textLimits.token })
  token!: string;

  @Field(() => String, {
    nullable: true,
    description: `Display name: ${lengthRule(textLimits.name, 1)}; the one given before when omitted.`,
  })
  @Text({ maximum: textLimits.name })
  name?: string | null;

  @Field(() => String, { description: passwordRule })
  @NewPassword()
  password!: string;
}

@ObjectType({ description: 'Result of `signUp`.' })
export class SignUpPayload extends SessionPayload {}
