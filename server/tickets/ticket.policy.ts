import { isStaff, type Viewer } from '../access/viewer.ts';
import { TicketStatus } from './ticket.entity.ts';

type TicketState = { status: TicketStatus };

/** What may be done with a ticket that exists for the viewer, now. Each rule is asked by a service and shown by the API. */
export const canReply = (_viewer: Viewer, { status }: TicketState) => status !== TicketStatus.CLOSED;

export const canWriteInternally = (viewer: Viewer) => isStaff(viewer);

export const canUpdate = (viewer: Viewer) => isStaff(viewer);

export const canClose = (_viewer: Viewer, { status }: TicketState) => status !== TicketStatus.CLOSED;

export const canReopen = (_viewer: Viewer, { status }: TicketState) =>
  status === TicketStatus.RESOLVED || status === TicketStatus.CLOSED;

/** Neither solved nor given up; moving between such states is the agents' own affair. */
export const isWorkedOn = (status: TicketStatus) => status === TicketStatus.OPEN || status === TicketStatus.PENDING;

/** A customer who writes has the word: what was waiting for them, or held to be solved, is open again. */
export const statusAfterMessage = (viewer: Viewer, { status }: TicketState, internal: boolean): TicketStatus =>
  isStaff(viewer) || internal || status === TicketStatus.CLOSED ? status : TicketStatus.OPEN;
