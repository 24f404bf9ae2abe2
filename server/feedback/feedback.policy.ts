import { isStaff, type Viewer } from '../access/viewer.ts';
import { TicketStatus } from '../tickets/ticket.entity.ts';

const day = 24 * 60 * 60 * 1000;

interface TicketState {
  status: TicketStatus;
  hasFeedback: boolean;
  /** Whether the tenant asks for any. */
  feedbackEnabled: boolean;
}

/** Feedback is about an outcome, so there has to be one. */
export const isSettled = ({ status }: { status: TicketStatus }) =>
  status === TicketStatus.RESOLVED || status === TicketStatus.CLOSED;

export const canGiveFeedback = (viewer: Viewer, ticket: TicketState) =>
  !isStaff(viewer) && ticket.feedbackEnabled && isSettled(ticket) && !ticket.hasFeedback;

/** When feedback that was given at `createdAt` can no longer be changed. */
export const editableUntil = (createdAt: Date | string) => new Date(new Date(createdAt).getTime() + day);

export const canUpdateFeedback = (viewer: Viewer, { createdAt }: { createdAt: Date | string }) =>
  !isStaff(viewer) && Date.now() < editableUntil(createdAt).getTime();
