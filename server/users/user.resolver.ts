import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { PageArgs } from '../reads/connection.ts';
import { AuthorConnection, User } from './user.contract.ts';
import { readAgents, readViewer } from './user.service.ts';

@Resolver()
export class UserResolver {
  @Keys('never')
  @Query(() => User, { nullable: true, description: 'The signed-in user; null when signed out.' })
  viewer(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return readViewer(context, info);
  }

  @Keys('teams:read')
  @Query(() => AuthorConnection, {
    description: 'The agents and admins to whom tickets can be assigned, by name. Staff only (FORBIDDEN).',
  })
  agents(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readAgents(context, page, info);
  }
}
