import type { Viewer } from '../access/viewer.ts';

/** The whole vocabulary of what can happen: said once, in the past tense, in the transaction in which it happened. */
export type PortalEventType =
  | 'TicketCreated'
  | 'MessageAdded'
  | 'TicketStatusChanged'
  | 'FeedbackSubmitted'
  | 'FeedbackUpdated'
  | 'CallRequested'
  | 'CallRequestUpdated'
  | 'CallRequestDue'
  | 'NotificationsRead';

/** What a service says of what it has just done. */
export interface PortalFact {
  type: PortalEventType;
  /** Who did it; null for what the portal does by itself. */
  actor: Viewer | null;
  tenantId: string;
  /** Null for what concerns a user of the staff alone. */
  customerId: string | null;
  ticketId: string | null;
  /** The message, call request or feedback it is about. */
  subjectId?: string;
  /** The one user it is for, where nobody else shall hear of it; nobody is notified of such a fact. */
  userId?: string;
  /** The status before and after, where that is what changed. */
  from?: string;
  to?: string;
  /** Customers never learn of it. */
  internal?: boolean;
  /** Nobody is notified: another fact of the same transaction does that. */
  quiet?: boolean;
}

/** A recorded event as the event table holds it. */
export interface EventRow {
  type: PortalEventType | 'NotificationAdded' | 'ResyncRequired';
  /** Place in the stream of the tenant. */
  tenantSequence: number;
  /** Place in the stream of the customer; null for what customers never learn. */
  customerSequence: number | null;
  ticketId: string | null;
  /** The message, call request, feedback or notification it is about. */
  subjectId: string | null;
  /** The one user it is for; null for all who see the customer. */
  userId: string | null;
  from: string | null;
  to: string | null;
  occurredAt: string;
}
