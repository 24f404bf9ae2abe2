import { isStaff, type Viewer } from '../access/viewer.ts';
import type { PortalEventType } from '../events/portal-event.ts';

/** Who can be told. Whoever did it is not, unless they are named as `actor`. */
export type Audience = 'actor' | 'customer' | 'assignee' | 'assignee, or admins' | 'assignee, or agents' | 'admins';

interface Telling {
  byCustomer: Audience[];
  byStaff: Audience[];
  byPortal?: Audience[];
}

/** Who is told of what: in the bell, and by mail where `mail/emails.ts` has one and the user wants it. */
const tellings: Partial<Record<PortalEventType, Telling>> = {
  TicketCreated: { byCustomer: ['admins'], byStaff: ['customer'] },
  MessageAdded: { byCustomer: ['assignee, or admins'], byStaff: ['customer'] },
  TicketStatusChanged: { byCustomer: ['assignee'], byStaff: ['customer'] },
  FeedbackSubmitted: { byCustomer: ['admins'], byStaff: [] },
};

/** The audiences of an event that `actor` (null for the portal itself) has caused. */
export function audiencesOf(type: PortalEventType, actor: Viewer | null): Audience[] {
  const telling = tellings[type];
  if (!telling) return [];
  if (!actor) return telling.byPortal ?? [];
  return isStaff(actor) ? telling.byStaff : telling.byCustomer;
}
