import { Ctx, Field, ID, Info, InputType, ObjectType } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { connectionType } from '../reads/connection.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { User } from '../accounts/account.contract.ts';
import { readViewer } from '../accounts/account.projection.ts';
import { NewPassword, passwordRule } from '../passwords/password.policy.ts';
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
  done?: true;

  @Field(() => User, { nullable: true, description: 'The viewer as they are now; null when nothing was done.' })
  viewer(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<User | null> | null {
    return this.done ? readViewer(context, info) : null;
  }
}

@InputType({ description: 'The password in use, and the one to come.' })
export class PasswordChangeInput {
  @Field(() => String, { description: 'The password in use.' })
  @Text({ maximum: 1_000 })
  currentPassword!: string;

  @Field(() => String, { description: passwordRule })
  @NewPassword()
  newPassword!: string;
}

@ObjectType({ description: 'Answer of `passwordChange`.' })
export class PasswordChangePayload extends Payload {}

@ObjectType({
  simpleResolvers: true,
  description: 'A place where the viewer is signed in: one sign-in and everything that went on from it.',
})
export class UserSession {
  @Field(() => ID, { description: 'UUID of the session.' })
  id!: string;

  @Field(() => String, {
    description: 'What the browser or program called itself at sign-in (`User-Agent`), at most 400 characters.',
  })
  userAgent!: string;

  @Field(() => DateTime, { description: 'When it began with a sign-in.' })
  createdAt!: string;

  @Field(() => DateTime, {
    description: 'When it was last gone on with by `sessionRefresh`; until then its beginning.',
  })
  refreshedAt!: string;

  @Field(() => DateTime, { description: 'When it ends if it is not gone on with: 30 days after `refreshedAt`.' })
  expiresAt!: string;

  @Field(() => Boolean, { description: 'Whether this very request belongs to it.' })
  current!: boolean;
}

export const UserSessionConnection = connectionType('UserSession', () => UserSession);

@ObjectType({ description: 'Answer of `sessionEnd`.' })
export class SessionEndPayload extends Payload {}
