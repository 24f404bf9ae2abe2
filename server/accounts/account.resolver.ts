import { Args, Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { PageArgs } from '../reads/connection.ts';
import { Verb } from '../graphql/user-error.ts';
import {
  AuthorConnection,
  PortalInfo,
  SessionRefreshPayload,
  SignInInput,
  SignInPayload,
  SignOutPayload,
  User,
} from './account.contract.ts';
import { readViewer } from './account.projection.ts';
import { readAgents } from '../users/agent.service.ts';
import { refreshSession, signIn, signOut } from '../sessions/session.service.ts';
import { findTenantByHost, onlyTenant } from '../tenants/tenant.service.ts';

@Resolver()
export class AccountResolver {
  @Query(() => PortalInfo, { description: 'What may be known of the portal at this address before signing in.' })
  async portal(@Ctx() { portal, origin }: RequestContext): Promise<PortalInfo> {
    return { tenant: (await findTenantByHost(portal, origin!.host)) ?? (await onlyTenant(portal)) };
  }

  @Query(() => User, { nullable: true, description: 'Who is signed in; null when nobody is.' })
  viewer(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return readViewer(context, info);
  }

  @Query(() => AuthorConnection, {
    description: 'The agents and admins tickets can be assigned to, by name; staff only (FORBIDDEN).',
  })
  agents(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readAgents(context, page, info);
  }

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
}
