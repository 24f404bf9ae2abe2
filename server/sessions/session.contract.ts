import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { connectionType } from '../reads/connection.ts';
import { User } from '../users/user.contract.ts';

@InputType({ description: 'Who wants to sign in.' })
export class SignInInput {
  @Field(() => String, { description: 'The email address; upper and lower case are the same.' })
  @Text({ maximum: 320 })
  email!: string;

  @Field(() => String, { description: 'The password.' })
  @Text({ maximum: 1_000 })
  password!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Short name (slug) of the tenant; needed only where `portal.tenant` is null.',
  })
  @Text({ maximum: 100, optional: true })
  tenant?: string | null;
}

@ObjectType({ description: 'Being signed in. The refresh token travels in an HttpOnly cookie and is never shown.' })
export class Session {
  @Field(() => String, {
    description: 'Send it as `Authorization: Bearer …`, and as `accessToken` when opening a socket.',
  })
  accessToken!: string;

  @Field(() => DateTime, {
    description: 'When the access token ends, about 15 minutes away; call `sessionRefresh` before.',
  })
  expiresAt!: Date;

  @Field(() => User, { description: 'Who is signed in.' })
  viewer!: User;
}

@ObjectType({ simpleResolvers: true })
export abstract class SessionPayload extends Payload {
  @Field(() => Session, { nullable: true, description: 'The session; null when nobody is signed in by this call.' })
  session?: Session | null;
}

@ObjectType({ description: 'Answer of `signIn`.' })
export class SignInPayload extends SessionPayload {}

@ObjectType({ description: 'Answer of `sessionRefresh`.' })
export class SessionRefreshPayload extends SessionPayload {}

@ObjectType({ description: 'Answer of `signOut`.' })
export class SignOutPayload extends Payload {}

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
