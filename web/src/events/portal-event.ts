import type { PortalEventsSubscription } from '../gql/graphql';

export type PortalEvent = PortalEventsSubscription['portalEvents'];
/** Whether events reach this page. */
export type LiveState = 'connecting' | 'live' | 'offline';

/** The ticket an event is about, in its new state. */
export function ticketOf(event: PortalEvent) {
  if ('ticket' in event) return event.ticket;
  return 'callRequest' in event ? event.callRequest.ticket : null;
}
