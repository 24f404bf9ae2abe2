import { Field, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { ReadBy } from '../reads/schema.ts';
import { User } from '../users/user.contract.ts';
import { phoneRule } from '../users/phone-number.ts';
import { Theme } from '../users/theme.ts';

@InputType({ description: 'Changes to the viewer’s profile; omitted fields stay unchanged.' })
export class ProfileUpdateInput {
  @Field(() => String, { nullable: true, description: `Display name: ${lengthRule(textLimits.name, 1)}.` })
  @Text({ maximum: textLimits.name })
  name?: string | null;

  @Field(() => String, { nullable: true, description: `${phoneRule} Null or empty removes it.` })
  @Text({ maximum: textLimits.phone, optional: true })
  phone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Language of the portal and of emails as a BCP 47 tag: one of `Tenant.locales`.',
  })
  @Text({ maximum: textLimits.locale })
  locale?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'IANA name of the time zone in which times are shown, such as `Asia/Dhaka`.',
  })
  @Text({ maximum: textLimits.timeZone })
  timeZone?: string | null;

  @Field(() => Theme, { nullable: true, description: 'Colour theme of the portal.' })
  theme?: Theme | null;
}

@ObjectType({ description: 'Result of `profileUpdate`.' })
export class ProfileUpdatePayload extends Payload {
  userId?: string;

  @Field(() => User, { nullable: true, description: 'The viewer after the change; null when there are user errors.' })
  @ReadBy('userId')
  viewer?: User | null;
}
