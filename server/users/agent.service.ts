import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { isStaff } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import type { PageArgs } from '../reads/connection.ts';
import { authorProjection, authorsByName } from './user.projection.ts';

/** The staff of the tenant, by name. Throws FORBIDDEN for customers. */
export async function readAgents(context: RequestContext, page: PageArgs, info: GraphQLResolveInfo) {
  if (!isStaff(context.signedIn)) {
    throw new GraphQLError('Only staff can list agents.', { extensions: { code: 'FORBIDDEN' } });
  }
  const where = (author: string) => `${author}.role <> 'CUSTOMER' and ${author}.deactivated_at is null`;
  return context.page(authorProjection, { page, order: authorsByName, where }, info);
}
