import { GraphQLError } from 'graphql';
import { viewerScope } from '../access/scope.ts';
import { unauthenticated, type RequestContext } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import { eventCursor, readEventCursor } from './cursor.ts';
import { lastBefore, streamEnds } from './event-store.ts';
import { auditOnlyEvents } from './security-events.ts';
import type { PortalEventsArgs } from './event.contract.ts';
import type { EventRow } from './event-row.ts';

/** The cursor of the newest event in the snapshot the whole request reads. Throws UNAUTHENTICATED. */
export async function currentCursor(context: RequestContext): Promise<string> {
  const scope = viewerScope(context.signedIn);
  return eventCursor(scope, (await context.read(streamEnds(scope))).newest);
}

/** The cursor of the last event before a time. Throws UNAUTHENTICATED. */
export async function cursorAt(context: RequestContext, time: Date): Promise<string> {
  const scope = viewerScope(context.signedIn);
  return eventCursor(scope, await context.read(lastBefore(scope, time)));
}

/**
 * The viewer's events from a cursor on, until the socket closes, the token or the session ends.
 * Throws NOT_FOUND for a ticket that is not there, UNAUTHENTICATED, BAD_USER_INPUT for a foreign cursor.
 */
export async function subscribeToEvents(
  context: RequestContext,
  { after, ticketId }: PortalEventsArgs,
): Promise<AsyncIterable<EventRow>> {
  if (ticketId != null && !(await ticketExists(context, ticketId))) {
    throw new GraphQLError('Ticket not found.', { extensions: { code: 'NOT_FOUND', argument: 'ticketId' } });
  }
  const { viewer, portal, scope } = context;
  if (!viewer) throw unauthenticated('Send an access token when opening the socket.');
  const position = after == null ? null : readEventCursor(scope, after);
  const events = portal.eventHub.stream(viewer).read(position, context.signal);
  return relevantEvents(events, viewer.userId, ticketId?.toLowerCase());
}

/** Leaves out what is for another user or for the audit log only, and other tickets where one is given. */
async function* relevantEvents(
  events: AsyncIterable<EventRow>,
  userId: string,
  ticketId: string | undefined,
): AsyncGenerator<EventRow> {
  for await (const event of events) {
    if (event.userId !== null && event.userId !== userId) continue;
    if (auditOnlyEvents.includes(event.type)) continue;
    if (ticketId === undefined || event.ticketId === ticketId || event.type === 'ResyncRequired') yield event;
  }
}

async function ticketExists(context: RequestContext, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const text = `select 'true' as json from ticket where id = $1`;
  const found = await context.read({ text, values: [id], shape: (json) => json === true });
  await context.endReads();
  return found;
}
