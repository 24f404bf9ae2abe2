import type { TicketStatus } from '../tickets/ticket.entity.ts';

/** The whole vocabulary of what can happen: said once, in the past tense, in the transaction in which it happened. */
export type PortalFact =
  | { type: 'TicketCreated'; ticket: TicketReference; messageId: string }
  | { type: 'MessageAdded'; ticket: TicketReference; messageId: string; internal: boolean }
  | { type: 'TicketStatusChanged'; ticket: TicketReference; from: TicketStatus; to: TicketStatus };

export type PortalEventType = PortalFact['type'];

export interface TicketReference {
  id: string;
  tenantId: string;
  customerId: string;
}

/** A recorded fact as the event table holds it. */
export interface EventRow {
  type: PortalEventType | 'ResyncRequired';
  /** Place in the stream of the tenant. */
  tenantSequence: number;
  /** Place in the stream of the customer; null for what customers never learn. */
  customerSequence: number | null;
  ticketId: string | null;
  messageId: string | null;
  from: TicketStatus | null;
  to: TicketStatus | null;
  occurredAt: string;
}
