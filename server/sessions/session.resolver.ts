import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { Verb } from '../graphql/user-error.ts';
import { PageArgs } from '../reads/connection.ts';
import {
  Session,
  SessionEndPayload,
  SessionRefreshPayload,
  SignInInput,
  SignInPayload,
  SignOutPayload,
  UserSessionConnection,
} from './session.contract.ts';
import {
  endSession,
  readSessionViewer,
  readSessions,
  refreshSession,
  signIn,
  signOut,
  type OpenedSession,
} from './session.service.ts';

@Resolver(() => Session)
export class SessionResolver {
  @Verb(() => SignInPayload, {
    description:
      'Signs in with email address and password. Fails with INVALID_CREDENTIALS (unknown address and wrong password look the same), TOO_MANY_ATTEMPTS, or REQUIRED on `input.tenant`.',
  })
  async signIn(
    @Ctx() context: RequestContext,
    @Arg('input', () => SignInInput, { description: 'Who wants to sign in.' }) input: SignInInput,
  ) {
    return { session: await signIn(context, input) };
  }

  @Verb(() => SessionRefreshPayload, {
    description:
      'A new access token for the session of the HttpOnly cookie, whose refresh token is replaced; using a replaced one again ends the session. Fails with SESSION_ENDED.',
  })
  async sessionRefresh(@Ctx() context: RequestContext) {
    return { session: await refreshSession(context) };
  }

  @Verb(() => SignOutPayload, {
    description: 'Ends the session of the HttpOnly cookie and its sockets; succeeds when there is none.',
  })
  async signOut(@Ctx() context: RequestContext) {
    return signOut(context);
  }

  @FieldResolver()
  viewer(@Root() session: OpenedSession, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return readSessionViewer(context, session, info);
  }

  @Query(() => UserSessionConnection, {
    description: 'Where the viewer is signed in now, most recently used first. Sessions that have ended are not shown.',
  })
  sessions(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readSessions(context, page, info);
  }

  @Verb(() => SessionEndPayload, {
    description:
      'Ends a session of the viewer on all servers, its sockets too; its access token is taken no more. Succeeds when it has ended already. Fails with NOT_FOUND.',
  })
  async sessionEnd(@Ctx() context: RequestContext, @Arg('id', () => ID, { description: 'The session.' }) id: string) {
    return endSession(context, id);
  }
}
