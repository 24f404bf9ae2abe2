import { isStaff, type Viewer } from '../access/viewer.ts';
import { TicketStatus } from '../tickets/ticket.entity.ts';
import { CallOutcome, CallRequestStatus } from './call-request.entity.ts';

type CallState = { status: CallRequestStatus };

/** Open calls that a customer may have. */
export const maximumOpenCalls = 20;

/** Of calls that are still to be made. */
export const openStatuses = [CallRequestStatus.REQUESTED, CallRequestStatus.SCHEDULED];

/** How long after its time a call without an outcome counts as missed. */
export const missedAfter = 24 * 60 * 60_000;

/** What may be done with a call that exists for the viewer, now. Each rule is asked by a service and shown by the API. */
export const canRequestAbout = (_viewer: Viewer, { status }: { status: TicketStatus }) =>
  status !== TicketStatus.CLOSED;

/** The customer chooses times; a time that staff agree on with them on the telephone is an outcome. */
export const mayChoose = (viewer: Viewer) => !isStaff(viewer);

export const canReschedule = (viewer: Viewer, call: CallState) => mayChoose(viewer) && (isOpen(call) || isMissed(call));

export const canCancel = (viewer: Viewer, call: CallState) => mayChoose(viewer) && isOpen(call);

export const mayComplete = (viewer: Viewer) => isStaff(viewer);

/** A missed call can be tried again, or may have been made without recording the outcome. */
export const canComplete = (viewer: Viewer, call: CallState) => mayComplete(viewer) && (isOpen(call) || isMissed(call));

export const statusAfter: Record<CallOutcome, CallRequestStatus> = {
  REACHED: CallRequestStatus.COMPLETED,
  NO_ANSWER: CallRequestStatus.MISSED,
  RESCHEDULED: CallRequestStatus.SCHEDULED,
};

export const isOpen = ({ status }: CallState) => openStatuses.includes(status);

const isMissed = ({ status }: CallState) => status === CallRequestStatus.MISSED;
