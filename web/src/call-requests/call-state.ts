import type { CallFieldsFragment } from '../gql/graphql';
import { isOpen } from './call-lists';

/** A call wanted now is late after this long, one for a time when its slot is over. */
const timeoutMs = 15 * 60_000;

export const isLate = (call: CallFieldsFragment, now: Date): boolean =>
  isOpen(call) && now.getTime() > Date.parse(call.scheduledEndAt ?? call.dueAt) + (call.scheduledEndAt ? 0 : timeoutMs);

export const isDue = (call: CallFieldsFragment, now: Date): boolean =>
  isOpen(call) && now.getTime() >= Date.parse(call.dueAt);

/** What has become of a call, for texts that differ by it. */
export type CallState = 'REQUESTED' | 'SCHEDULED' | 'COMPLETED' | 'CANCELLED' | 'NO_ANSWER' | 'MISSED';

export const stateOf = ({ status, outcome }: Pick<CallFieldsFragment, 'status' | 'outcome'>): CallState =>
  status === 'MISSED' && outcome === 'NO_ANSWER' ? 'NO_ANSWER' : status;
