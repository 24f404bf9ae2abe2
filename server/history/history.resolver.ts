import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { PageArgs } from '../reads/connection.ts';
import { AuditLogArgs, HistoryEntryConnection } from './history.contract.ts';
import { readAuditLog, readEvents } from './history.service.ts';

@Resolver()
export class HistoryResolver {
  @Keys('events:read')
  @Query(() => HistoryEntryConnection, {
    description:
      'The events of everything that the viewer can see, without those of the viewer alone, oldest first, with the objects in their current state: for whoever keeps a copy and has no socket. The cursors are those of `portalEventsCursor` and of the subscription, and never get too old. `pageInfo.endCursor` is where to go on, also on an empty page. BAD_USER_INPUT for another cursor.',
  })
  portalEvents(@Ctx() context: RequestContext, @Args(() => PageArgs) args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readEvents(context, args, info);
  }

  @Keys('audit:read')
  @Query(() => HistoryEntryConnection, {
    description:
      'Who did what in the tenant, and when: every event except those of one user alone, newest first. Admins only (FORBIDDEN).',
  })
  auditLog(
    @Ctx() context: RequestContext,
    @Args(() => AuditLogArgs) args: AuditLogArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readAuditLog(context, args, info);
  }
}
