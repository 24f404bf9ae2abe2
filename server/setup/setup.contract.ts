import { Field, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { NewPassword, passwordRule } from '../access/password-policy.ts';
import { AccountLinkState, tokenDescription } from '../account-links/account-link.contract.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { MailFailure } from '../mail/mail-failure.ts';
import { SessionPayload } from '../sessions/session.contract.ts';
import { slugRule } from '../tenants/tenant-slug.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'A link with which whoever runs the portal sets up an organisation. Querying it does not use it up.',
})
export class SetupLink {
  @Field(() => AccountLinkState, { description: 'Whether the link can still be used.' })
  state!: AccountLinkState;

  @Field(() => DateTime, { description: 'When the link expires.' })
  expiresAt!: Date;

  @Field(() => String, {
    description: 'The portal’s own address, such as `https://help.example`, where one organisation can be found.',
  })
  portalUrl!: string;

  @Field(() => Boolean, { description: 'Whether no organisation is at the portal’s own address yet.' })
  portalUrlIsFree!: boolean;
}

@InputType({ description: 'A new organisation and its first admin.' })
export class SetUpInput {
  @Field(() => String, { description: tokenDescription })
  @Text({ maximum: textLimits.token })
  token!: string;

  @Field(() => String, { description: `Name of the organisation: ${lengthRule(textLimits.name, 1)}.` })
  @Text({ maximum: textLimits.name })
  organisation!: string;

  @Field(() => String, { description: `Short name in addresses and at sign-in: ${slugRule}.` })
  @Text({ maximum: textLimits.tenantSlug })
  slug!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the organisation is found at the portal’s own address; otherwise at its short name before that, such as `https://padma.help.example`, for which DNS and certificate must be made.',
  })
  atPortalUrl: boolean = false;

  @Field(() => String, {
    description: 'Language of the portal and of the admin as a BCP 47 tag: `en` or `bn`.',
  })
  @Text({ maximum: textLimits.locale })
  locale!: string;

  @Field(() => String, {
    description: 'IANA name of the time zone of the organisation and of the admin, such as `Asia/Dhaka`.',
  })
  @Text({ maximum: textLimits.timeZone })
  timeZone!: string;

  @Field(() => String, { description: `Display name of the admin: ${lengthRule(textLimits.name, 1)}.` })
  @Text({ maximum: textLimits.name })
  name!: string;

  @Field(() => String, { description: 'Email address with which the admin signs in.' })
  @Text({ maximum: textLimits.address })
  email!: string;

  @Field(() => String, { description: passwordRule })
  @NewPassword()
  password!: string;
}

@ObjectType({ description: 'Result of `setUp`.' })
export class SetUpPayload extends SessionPayload {
  @Field(() => String, {
    nullable: true,
    description: 'Where the organisation is found from now on; null when there are user errors.',
  })
  url?: string | null;
}

@ObjectType({ description: 'Result of `testMailSend`.' })
export class TestMailSendPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'The address it was sent to; null when there are user errors.',
  })
  email?: string | null;

  @Field(() => MailFailure, {
    nullable: true,
    description: 'Why the mail server did not take it; null when it did.',
  })
  failure?: MailFailure | null;
}
