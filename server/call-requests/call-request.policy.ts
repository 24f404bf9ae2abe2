import { isStaff, type Viewer } from '../access/viewer.ts';
import { TicketStatus } from '../tickets/ticket.entity.ts';
import { CallOutcome, CallRequestStatus } from './call-request.entity.ts';

type Standing = { status: CallRequestStatus };

/** Calls of one customer that may wait to be made at the same time. */
export const maximumOpenCalls = 20;

/** The call is still to be made. */
export const openStatuses = [CallRequestStatus.REQUESTED, CallRequestStatus.SCHEDULED];

/** How long after its time a call is taken for missed when staff have noted nothing. */
export const missedAfter = 24 * 60 * 60_000;

/** What may be done with a call that exists for the viewer, now. Each rule is asked by a service and shown by the API. */
export const mayRequest = (viewer: Viewer) => !isStaff(viewer);

export const canRequestAbout = (viewer: Viewer, { status }: { status: TicketStatus }) =>
  mayRequest(viewer) && status !== TicketStatus.CLOSED;

/** Times are the customer's to choose; what staff agree with them on the telephone is an outcome. */
export const mayChoose = (viewer: Viewer) => !isStaff(viewer);

export const canReschedule = (viewer: Viewer, call: Standing) => mayChoose(viewer) && (isOpen(call) || isMissed(call));

export const canCancel = (viewer: Viewer, call: Standing) => mayChoose(viewer) && isOpen(call);

export const mayComplete = (viewer: Viewer) => isStaff(viewer);

/** A missed call can be tried again, or have been made without a note. */
export const canComplete = (viewer: Viewer, call: Standing) => mayComplete(viewer) && (isOpen(call) || isMissed(call));

export const statusAfter: Record<CallOutcome, CallRequestStatus> = {
  REACHED: CallRequestStatus.COMPLETED,
  NO_ANSWER: CallRequestStatus.MISSED,
  RESCHEDULED: CallRequestStatus.SCHEDULED,
};

export const isOpen = ({ status }: Standing) => openStatuses.includes(status);

const isMissed = ({ status }: Standing) => status === CallRequestStatus.MISSED;
