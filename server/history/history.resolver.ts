import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { AuditLogArgs, HistoryEntryConnection } from './history.contract.ts';
import { readAuditLog } from './history.service.ts';

@Resolver()
export class HistoryResolver {
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
