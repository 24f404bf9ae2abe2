import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { connectionType } from '../reads/connection.ts';
import { AccountInput } from './account-input.contract.ts';
import { SecondFactorQuestion } from '../second-factor/second-factor-question.contract.ts';
import { User } from '../users/user.contract.ts';

@InputType({ description: 'The credentials.' })
export class SignInInput extends AccountInput {
  @Field(() => String, { description: 'The password.' })
  @Text({ maximum: textLimits.password })
  password!: string;
}

@ObjectType({
  description: 'An access token and its user. The refresh token is set as an HttpOnly cookie and is never shown.',
})
export class Session {
  @Field(() => String, {
    description:
      'Send it as `Authorization: Bearer …` over HTTP, and as `accessToken` in the connection parameters of a WebSocket.',
  })
  accessToken!: string;

  @Field(() => DateTime, {
    description: 'When the access token expires, in about 15 minutes. Call `sessionRefresh` before then.',
  })
  expiresAt!: Date;

  @Field(() => User, { description: 'The signed-in user.' })
  viewer!: User;
}

@ObjectType({ simpleResolvers: true })
export abstract class SessionPayload extends Payload {
  @Field(() => Session, {
    nullable: true,
    description: 'The session; null when there are user errors, and where `secondFactor` is asked for first.',
  })
  session?: Session | null;

  @Field(() => SecondFactorQuestion, {
    nullable: true,
    description: 'What remains to be shown before the session begins; null when nothing does.',
    complexity: 0,
  })
  secondFactor?: SecondFactorQuestion | null;
}

@ObjectType({ description: 'Result of `signIn`.' })
export class SignInPayload extends SessionPayload {}

@ObjectType({ description: 'Result of `sessionRefresh`.' })
export class SessionRefreshPayload extends SessionPayload {}

@ObjectType({ description: 'Result of `signOut`.' })
export class SignOutPayload extends Payload {}

@Keys('never')
@ObjectType({
  simpleResolvers: true,
  description: 'One sign-in of the viewer and every refresh that followed it.',
})
export class UserSession {
  @Field(() => ID, { description: 'UUID of the session.' })
  id!: string;

  @Field(() => String, {
    description: 'The `User-Agent` header sent at sign-in, cut after 400 bytes.',
  })
  userAgent!: string;

  @Field(() => DateTime, { description: 'When the viewer signed in.' })
  createdAt!: string;

  @Field(() => DateTime, {
    description:
      'When the session was last refreshed with `sessionRefresh`; before the first refresh, the same as `createdAt`.',
  })
  refreshedAt!: string;

  @Field(() => DateTime, {
    description:
      'When the session ends unless it is refreshed: 30 days after `refreshedAt`, for staff 7. No refresh puts it off to later than 90 days after `createdAt`, for staff 30.',
  })
  expiresAt!: string;

  @Field(() => Boolean, { description: 'Whether this request belongs to the session.' })
  current!: boolean;
}

export const UserSessionConnection = connectionType('UserSession', () => UserSession);

@ObjectType({ description: 'Result of `sessionEnd`.' })
export class SessionEndPayload extends Payload {}

@ObjectType({ simpleResolvers: true, description: 'Result of `sessionEndOthers`.' })
export class SessionEndOthersPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many sessions have ended; null when there are user errors.' })
  endedCount?: number | null;
}
