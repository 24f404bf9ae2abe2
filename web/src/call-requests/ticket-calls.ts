import type { CallFieldsFragment } from '../gql/graphql';
import { isOpen } from './call-lists';
import { stateOf, type CallState } from './call-state';

/** Something that happened to a call, for the conversation of its ticket. */
export interface CallHappening {
  key: string;
  at: string;
  what: 'ASKED' | 'MOVED' | Exclude<CallState, 'REQUESTED' | 'SCHEDULED'>;
  call: CallFieldsFragment;
}

/** What is known of the calls of a ticket, in time: that one was asked for, its last new time, and how it ended. */
export function happeningsOf(calls: CallFieldsFragment[]): CallHappening[] {
  return calls
    .flatMap((call): CallHappening[] => {
      const happening = (what: CallHappening['what'], at: string) => ({ key: `${call.id} ${what}`, at, what, call });
      const asked = happening('ASKED', call.createdAt);
      const state = stateOf(call);
      if (state !== 'REQUESTED' && state !== 'SCHEDULED')
        return [asked, happening(state, call.endedAt ?? call.updatedAt)];
      return isMoved(call) ? [asked, happening('MOVED', call.updatedAt)] : [asked];
    })
    .toSorted((one, other) => one.at.localeCompare(other.at));
}

/** Only another time changes a call that is still to be made. */
export const isMoved = (call: CallFieldsFragment) => isOpen(call) && call.updatedAt !== call.createdAt;

/** The one to be made first. */
export const nextOf = (calls: CallFieldsFragment[]): CallFieldsFragment | undefined =>
  calls.filter(isOpen).toSorted((one, other) => one.dueAt.localeCompare(other.dueAt))[0];
