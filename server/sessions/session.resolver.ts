import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import { PageArgs } from '../reads/connection.ts';
import { passwordPrice } from '../limits/price.ts';
import {
  Session,
  SessionEndOthersPayload,
  SessionEndPayload,
  SessionRefreshPayload,
  SignInInput,
  SignInPayload,
  SignOutPayload,
  UserSessionConnection,
} from './session.contract.ts';
import { refreshSession } from './refresh-session.ts';
import {
  endOtherSessions,
  endSession,
  readSessionViewer,
  readSessions,
  signIn,
  signOut,
  type OpenedSession,
} from './session.service.ts';

@Resolver(() => Session)
export class SessionResolver {
  @UserErrorMutation(() => SignInPayload, {
    description:
      'Signs in with an email address and a password. INVALID_CREDENTIALS, the same for an unknown address and a wrong password; METHOD_NOT_ALLOWED when both are right; TOO_MANY_ATTEMPTS after five wrong passwords, longer each time: ten are tried in 15 minutes and 100 in a day, and a device with the HttpOnly cookie of an earlier sign-in is counted by itself; REQUIRED on `input.tenant`.',
    price: passwordPrice,
    accountFrequency: frequencies.signIn,
    keys: 'never',
  })
  async signIn(
    @Ctx() context: RequestContext,
    @Arg('input', () => SignInInput, { description: 'The credentials.' }) input: SignInInput,
  ) {
    return signIn(context, input);
  }

  @UserErrorMutation(() => SessionRefreshPayload, {
    description:
      'Issues a new access token for the session of the HttpOnly cookie, and replaces the refresh token in the cookie. For 30 seconds the same device can repeat this with the replaced one, whose answer may have been lost; using it later, or elsewhere, ends the session. SESSION_ENDED.',
    // less than it takes: all who share an address come back at once when a server was started again
    price: 50,
    accountFrequency: frequencies.sessionRefresh,
    keys: 'never',
  })
  async sessionRefresh(@Ctx() context: RequestContext) {
    return { session: await refreshSession(context) };
  }

  @UserErrorMutation(() => SignOutPayload, {
    description: 'Ends the session of the HttpOnly cookie and closes its sockets. Succeeds when there is none.',
    accountFrequency: null,
    keys: 'never',
  })
  async signOut(@Ctx() context: RequestContext) {
    return signOut(context);
  }

  @FieldResolver()
  viewer(@Root() session: OpenedSession, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return readSessionViewer(context, session, info);
  }

  @Keys('never')
  @Query(() => UserSessionConnection, {
    description: 'The viewer’s sessions that have not ended, most recently used first.',
  })
  sessions(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readSessions(context, page, info);
  }

  @UserErrorMutation(() => SessionEndPayload, {
    description:
      'Ends a session of the viewer on all servers: its sockets are closed and its access token is rejected. Succeeds when it has already ended. NOT_FOUND on `id`.',
    keys: 'never',
  })
  async sessionEnd(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the session.' }) id: string,
  ) {
    return endSession(context, id);
  }

  @UserErrorMutation(() => SessionEndOthersPayload, {
    description:
      'Ends all sessions of the viewer but the one of the request, on all servers: their sockets are closed and their access tokens are rejected. Succeeds when there are none.',
    keys: 'never',
  })
  async sessionEndOthers(@Ctx() context: RequestContext) {
    return endOtherSessions(context);
  }
}
