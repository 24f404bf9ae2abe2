import { isStaff, type Viewer } from '../access/viewer.ts';
import { TicketStatus, TicketWaitingFor } from './ticket.entity.ts';

type TicketState = { status: TicketStatus };

/** What the viewer may do now with a ticket that exists for them. Services check each rule, and the API shows it. */
export const canReply = (_viewer: Viewer, { status }: TicketState) => status !== TicketStatus.CLOSED;

export const canWriteInternally = (viewer: Viewer) => isStaff(viewer);

export const canUpdate = (viewer: Viewer) => isStaff(viewer);

export const canClose = (_viewer: Viewer, { status }: TicketState) => status !== TicketStatus.CLOSED;

export const canReopen = (_viewer: Viewer, { status }: TicketState) =>
  status === TicketStatus.RESOLVED || status === TicketStatus.CLOSED;

/** Neither resolved nor closed. Customers are not notified of changes between these. */
export const workedOnStatuses = [TicketStatus.OPEN, TicketStatus.PENDING];

export const isWorkedOn = (status: TicketStatus) => workedOnStatuses.includes(status);

/** A message of a customer opens a pending or resolved ticket again. */
export const statusAfterMessage = (viewer: Viewer, { status }: TicketState, internal: boolean): TicketStatus =>
  isStaff(viewer) || internal || status === TicketStatus.CLOSED ? status : TicketStatus.OPEN;

/** Whose turn it is after a public message. */
export const waitingAfterMessage = (viewer: Viewer): TicketWaitingFor =>
  isStaff(viewer) ? TicketWaitingFor.CUSTOMER : TicketWaitingFor.STAFF;

/** Whose turn it is once the status has been changed; null for as before, where nobody works on the ticket. */
export function waitingAfterStatus(to: TicketStatus): TicketWaitingFor | null {
  if (to === TicketStatus.OPEN) return TicketWaitingFor.STAFF;
  return to === TicketStatus.PENDING ? TicketWaitingFor.CUSTOMER : null;
}
