/** A field of the API before and after. It has ids and names of enums, and of what people wrote only that it changed. */
export interface FieldChange {
  field: string;
  /** Which one it is, where the field is one of those that a tenant has added to its tickets. */
  ticketFieldId?: string | null;
  from: string | null;
  to: string | null;
}

/** A recorded event as the event table holds it. */
export interface EventRow {
  /** The type of its declaration. */
  type: string;
  /** Position in the stream of the tenant. */
  tenantSequence: number;
  /** Position in the stream of the customer; null for what customers may never see. */
  customerSequence: number | null;
  ticketId: string | null;
  /** The message, call request, feedback or notification it is about. */
  subjectId: string | null;
  /** The one user it is for; null for all who see the customer. */
  userId: string | null;
  from: string | null;
  to: string | null;
  /** Who caused it; null for what the portal does by itself. */
  actorId: string | null;
  /** Null where more than fields has changed, or nothing. */
  changed: FieldChange[] | null;
  occurredAt: string;
}
