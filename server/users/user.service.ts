import type { GraphQLResolveInfo } from 'graphql';
import { isStaff } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { forbiddenToRead } from '../graphql/errors.ts';
import type { PageArgs } from '../reads/connection.ts';
import type { User } from './user.contract.ts';
import { authorReads, authorsByName, userReads } from './user.reads.ts';

/** The viewer as asked for in `info`; null when signed out or no longer there. */
export async function readViewer(context: RequestContext, info: GraphQLResolveInfo): Promise<User | null> {
  return context.viewer && context.byId(userReads, context.viewer.userId, info);
}

/** The staff of the tenant, by name. Throws FORBIDDEN for customers. */
export async function readAgents(context: RequestContext, page: PageArgs, info: GraphQLResolveInfo) {
  if (!isStaff(context.signedIn)) throw forbiddenToRead('Only staff can list agents.');
  return context.page(
    authorReads,
    {
      page,
      order: authorsByName,
      where: (author) => `${author.role} <> 'CUSTOMER' and ${author.deactivatedAt} is null`,
    },
    info,
  );
}
