import { Field, InputType, ObjectType } from 'type-graphql';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { ReadBy } from '../reads/schema.ts';
import { User } from '../users/user.contract.ts';
import { phoneRule } from '../users/phone-number.ts';
import { Theme } from '../users/theme.ts';

@InputType({ description: 'What to change of the viewer’s profile; what is left out stays as it is.' })
export class ProfileUpdateInput {
  @Field(() => String, { nullable: true, description: 'The name to show: 1 to 200 characters.' })
  @Text({ maximum: 200 })
  name?: string | null;

  @Field(() => String, { nullable: true, description: `${phoneRule} Null or empty for none.` })
  @Text({ maximum: 40, optional: true })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'The language of portal and mails: `en` or `bn`.' })
  @Text({ maximum: 10 })
  locale?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The time zone times are shown in: an IANA name, such as `Asia/Dhaka`.',
  })
  @Text({ maximum: 100 })
  timeZone?: string | null;

  @Field(() => Theme, { nullable: true, description: 'The colours of the portal.' })
  theme?: Theme | null;
}

@ObjectType({ description: 'Answer of `profileUpdate`.' })
export class ProfileUpdatePayload extends Payload {
  userId?: string;

  @Field(() => User, { nullable: true, description: 'The viewer as they are now; null when nothing was done.' })
  @ReadBy('userId')
  viewer?: User | null;
}
