import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { UserRole } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import type { PortalEventRow } from '../events/event.entity.ts';
import type { Condition } from '../reads/read-statement.ts';
import type { AuditLogArgs, AuditLogFilter } from './history.contract.ts';
import { historyReads, newestEntryFirst } from './history.reads.ts';

/** What happened in the tenant, newest first. Throws UNAUTHENTICATED, FORBIDDEN for all but admins. */
export function readAuditLog(context: RequestContext, { filter, ...page }: AuditLogArgs, info: GraphQLResolveInfo) {
  if (context.signedIn.role !== UserRole.ADMIN)
    throw new GraphQLError('Only admins can read the audit log.', { extensions: { code: 'FORBIDDEN' } });
  return context.page(historyReads, { page, order: newestEntryFirst, where: matching(filter ?? {}) }, info);
}

function matching({ actor, noun, createdAt }: AuditLogFilter): Condition<PortalEventRow> {
  return (event, parameter) => {
    // what concerns one user alone is no history
    const conditions = [`${event.userId} is null`];
    if (actor) conditions.push(isUuid(actor) ? `${event.actorId} = ${parameter(actor, 'uuid')}` : 'false');
    if (noun?.length) conditions.push(`${event.type} ^@ any(${parameter(noun, 'text[]')})`);
    if (createdAt?.from) conditions.push(`${event.occurredAt} >= ${parameter(createdAt.from, 'timestamptz')}`);
    if (createdAt?.before) conditions.push(`${event.occurredAt} < ${parameter(createdAt.before, 'timestamptz')}`);
    return conditions.join(' and ');
  };
}
