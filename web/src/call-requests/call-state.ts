import type { CallFieldsFragment } from '../gql/graphql';
import { isOpen } from './call-lists';

/** A call requested for now is late after this time; a scheduled one is when its slot is over. */
const lateAfterMs = 15 * 60_000;

export const isLate = (call: CallFieldsFragment, now: Date): boolean =>
  isOpen(call) &&
  now.getTime() > Date.parse(call.scheduledEndAt ?? call.dueAt) + (call.scheduledEndAt ? 0 : lateAfterMs);

export const isDue = (call: CallFieldsFragment, now: Date): boolean =>
  isOpen(call) && now.getTime() >= Date.parse(call.dueAt);

/** The state of a call, as far as texts differ by it. */
export type CallState = 'REQUESTED' | 'SCHEDULED' | 'COMPLETED' | 'CANCELLED' | 'NO_ANSWER' | 'MISSED';

export const stateOf = ({ status, outcome }: Pick<CallFieldsFragment, 'status' | 'outcome'>): CallState =>
  status === 'MISSED' && outcome === 'NO_ANSWER' ? 'NO_ANSWER' : status;
