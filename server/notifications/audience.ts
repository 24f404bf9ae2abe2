import { UserRole, isStaff, type Viewer } from '../access/viewer.ts';
import type { PortalEventType } from '../events/portal-event.ts';
import { NotificationKind } from './notification-kind.ts';

/** Who can be told. Whoever did it is not, unless they are named as `actor`. */
export type Audience = 'actor' | 'customer' | 'assignee' | 'assignee, or admins' | 'assignee, or agents' | 'admins';

interface Telling {
  byCustomer: Audience[];
  byStaff: Audience[];
  byPortal?: Audience[];
}

/** Who is told of what: in the bell, and by mail where `mail/emails.ts` has one and the user wants it. */
const tellings: Record<`${NotificationKind}` & PortalEventType, Telling> = {
  TicketCreated: { byCustomer: ['admins'], byStaff: [] },
  MessageAdded: { byCustomer: ['assignee, or admins'], byStaff: ['customer'] },
  TicketStatusChanged: { byCustomer: ['assignee'], byStaff: ['customer'] },
  FeedbackSubmitted: { byCustomer: ['admins'], byStaff: [] },
  // both sides, whoever did it: each has a calendar to keep right
  CallRequested: { byCustomer: ['actor', 'customer', 'assignee, or agents'], byStaff: [] },
  CallRequestUpdated: {
    byCustomer: ['actor', 'customer', 'assignee, or agents'],
    byStaff: ['actor', 'customer', 'assignee, or agents'],
    byPortal: ['customer', 'assignee, or agents'],
  },
  CallRequestDue: { byCustomer: [], byStaff: [], byPortal: ['customer', 'assignee, or agents'] },
};

/** The audiences of an event that `actor` (null for the portal itself) has caused. */
export function audiencesOf(type: PortalEventType, actor: Viewer | null): Audience[] {
  const telling: Telling | undefined = (tellings as Partial<Record<PortalEventType, Telling>>)[type];
  if (!telling) return [];
  if (!actor) return telling.byPortal ?? [];
  return isStaff(actor) ? telling.byStaff : telling.byCustomer;
}

const staffAudiences: Record<'AGENT' | 'ADMIN', Audience[]> = {
  AGENT: ['assignee', 'assignee, or admins', 'assignee, or agents'],
  ADMIN: ['assignee', 'assignee, or admins', 'assignee, or agents', 'admins'],
};

/** Everything somebody of this role can be told of. */
export const kindsFor = (role: UserRole): NotificationKind[] =>
  Object.values(NotificationKind).filter((kind) => {
    const { byCustomer, byStaff, byPortal = [] }: Telling = tellings[kind];
    const isCustomer = role === UserRole.CUSTOMER;
    const audiences: Audience[] = isCustomer ? ['customer'] : staffAudiences[role];
    const all = [...byCustomer, ...byStaff, ...byPortal];
    return all.some((each) => audiences.includes(each)) || (isCustomer ? byCustomer : byStaff).includes('actor');
  });
