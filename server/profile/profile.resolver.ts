import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { PageArgs } from '../reads/connection.ts';
import { Verb } from '../graphql/user-error.ts';
import { changePassword } from '../passwords/password.service.ts';
import {
  PasswordChangeInput,
  PasswordChangePayload,
  ProfileUpdateInput,
  ProfileUpdatePayload,
  SessionEndPayload,
  UserSessionConnection,
} from './profile.contract.ts';
import { updateProfile } from './profile.service.ts';
import { endSession, readSessions } from '../sessions/session.service.ts';

@Resolver()
export class ProfileResolver {
  @Verb(() => ProfileUpdatePayload, {
    description:
      'Changes the viewer’s own profile. For a customer, what staff see of it changes too (see `Customer`). Fails with REQUIRED, TOO_LONG or INVALID on the field.',
  })
  profileUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => ProfileUpdateInput, { description: 'What to change.' }) input: ProfileUpdateInput,
  ) {
    return updateProfile(context, input);
  }

  @Verb(() => PasswordChangePayload, {
    description:
      'Changes the viewer’s password, ends all their other sessions with their sockets, makes emailed links useless and tells the viewer by mail. Fails with INVALID_CREDENTIALS on `input.currentPassword`, with TOO_SHORT, TOO_LONG or INVALID on `input.newPassword`, or with TOO_MANY_ATTEMPTS, counted together with attempts to sign in. Sent again after it was done, it succeeds.',
  })
  async passwordChange(
    @Ctx() context: RequestContext,
    @Arg('input', () => PasswordChangeInput, { description: 'Both passwords.' }) input: PasswordChangeInput,
  ) {
    return changePassword(context, input);
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
