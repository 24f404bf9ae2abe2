import type { CallFieldsFragment } from '../gql/graphql';
import { isOpen } from './call-lists';
import { stateOf, type CallState } from './call-state';

/** Something that happened to a call, in the conversation of its ticket. */
export interface CallTimelineEntry {
  key: string;
  at: string;
  type: 'ASKED' | 'MOVED' | Exclude<CallState, 'REQUESTED' | 'SCHEDULED'>;
  call: CallFieldsFragment;
}

/** What is known of the calls of a ticket, in the order of time: the request, the last new time, and the outcome. */
export function timelineItemsOf(calls: CallFieldsFragment[]): CallTimelineEntry[] {
  return calls
    .flatMap((call): CallTimelineEntry[] => {
      const item = (type: CallTimelineEntry['type'], at: string) => ({ key: `${call.id} ${type}`, at, type, call });
      const requested = item('ASKED', call.createdAt);
      const state = stateOf(call);
      if (state !== 'REQUESTED' && state !== 'SCHEDULED')
        return [requested, item(state, call.endedAt ?? call.updatedAt)];
      return isMoved(call) ? [requested, item('MOVED', call.updatedAt)] : [requested];
    })
    .sort((one, other) => one.at.localeCompare(other.at));
}

/** Only another time changes a call that is still to be made. */
export const isMoved = (call: CallFieldsFragment) => isOpen(call) && call.updatedAt !== call.createdAt;

/** The one to be made first. */
export const nextOf = (calls: CallFieldsFragment[]): CallFieldsFragment | undefined =>
  calls.filter(isOpen).sort((one, other) => one.dueAt.localeCompare(other.dueAt))[0];
