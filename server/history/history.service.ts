import type { GraphQLResolveInfo } from 'graphql';
import { viewerScope } from '../access/scope.ts';
import { isAdmin } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { forbiddenToRead } from '../graphql/errors.ts';
import { isUuid } from '../database/uuid.ts';
import { eventCursor, readEventCursor } from '../events/cursor.ts';
import { streamEnds } from '../events/event-store.ts';
import type { PortalEventRow } from '../events/event.entity.ts';
import { auditOnlyEvents, securityEvents } from '../events/security-events.ts';
import { badArgument, type Connection, type PageArgs } from '../reads/connection.ts';
import type { Condition, Parameter } from '../reads/read-statement.ts';
import { within } from '../reads/conditions.ts';
import { HistoryNoun, type AuditLogArgs, type AuditLogFilter, type HistoryEntry } from './history.contract.ts';
import { entryCursor, historyReads, newestEntryFirst, numberOfEntry, oldestEntryFirst } from './history.reads.ts';

/** What happened in the tenant, newest first. Throws UNAUTHENTICATED, FORBIDDEN for all but admins. */
export function readAuditLog(context: RequestContext, { filter, ...page }: AuditLogArgs, info: GraphQLResolveInfo) {
  if (!isAdmin(context.signedIn)) throw forbiddenToRead('Only admins can read the audit log.');
  return context.page(historyReads, { page, order: newestEntryFirst, where: matching(filter ?? {}) }, info);
}

/**
 * The viewer's events, oldest first, paged by the cursors of events. Throws UNAUTHENTICATED, and BAD_USER_INPUT for what is no
 * cursor of theirs or of no event so far.
 */
export async function readEvents(
  context: RequestContext,
  { after, before, ...size }: PageArgs,
  info: GraphQLResolveInfo,
): Promise<Connection<HistoryEntry>> {
  const scope = viewerScope(context.signedIn);
  const numberOf = (argument: string, cursor: string) => readEventCursor(scope, cursor, argument);
  const page = await context.page(
    historyReads,
    {
      page: {
        ...size,
        after: after == null ? null : entryCursor(numberOf('after', after)),
        before: before == null ? null : entryCursor(numberOf('before', before)),
      },
      order: oldestEntryFirst,
      where: (event, parameter) =>
        `${event.userId} is null and ${event.type} <> all(${parameter(auditOnlyEvents, 'text[]')})`,
    },
    info,
  );
  const { startCursor, endCursor, ...pageInfo } = page.pageInfo;
  if (after != null && !startCursor && numberOf('after', after) > (await context.read(streamEnds(scope))).newest)
    throw badArgument('after', 'is of no event that there is');
  const toEventCursor = (cursor: string) => eventCursor(scope, numberOfEntry(cursor));
  return {
    ...page,
    edges: page.edges.map(({ node, cursor }) => ({ node, cursor: toEventCursor(cursor) })),
    pageInfo: {
      ...pageInfo,
      startCursor: startCursor && toEventCursor(startCursor),
      // where nothing has happened, one goes on from the same place
      endCursor: endCursor ? toEventCursor(endCursor) : (after ?? null),
    },
  };
}

function matching({ actor, noun, security, createdAt }: AuditLogFilter): Condition<PortalEventRow> {
  return (event, parameter) => {
    // what concerns one user alone is no history
    const conditions = [`${event.userId} is null`];
    if (actor) conditions.push(isUuid(actor) ? `${event.actorId} = ${parameter(actor, 'uuid')}` : 'false');
    if (security) conditions.push(`${event.type} = any(${parameter(securityEvents, 'text[]')})`);
    if (noun?.length) conditions.push(isAbout(event.type, noun, parameter));
    conditions.push(...within(event.occurredAt, createdAt, parameter));
    return conditions.join(' and ');
  };
}

/** An event of a ticket field is none of a ticket, though its name begins with one. */
function isAbout(type: string, nouns: HistoryNoun[], parameter: Parameter): string {
  const others = Object.values(HistoryNoun).filter(
    (other) => !nouns.includes(other) && nouns.some((noun) => other.startsWith(noun)),
  );
  const begins = (names: HistoryNoun[]) => `${type} ^@ any(${parameter(names, 'text[]')})`;
  return others.length > 0 ? `${begins(nouns)} and not ${begins(others)}` : begins(nouns);
}
