import { computed } from '../reads/fields.ts';
import { reads } from '../reads/reads.ts';
import { OpeningHours } from './opening-hours.contract.ts';
import { OpeningHoursRow } from './opening-hours.entity.ts';
import { openingStateOf, type Hours, type OpeningState } from './opening-hours.ts';

/** Computed once for the fields of one row, which then agree with each other. */
const states = new WeakMap<Hours, OpeningState>();

function stateOf(hours: Hours): OpeningState {
  let state = states.get(hours);
  if (!state) states.set(hours, (state = openingStateOf(hours)));
  return state;
}

export const openingHoursReads = reads(OpeningHoursRow, OpeningHours, {
  columns: [
    'timeZone',
    'week',
    'holidays',
    'slotMinutes',
    'slotCapacity',
    'reminderMinutes',
    'callsEnabled',
    'noticeMinutes',
  ],
  fields: {
    isOpen: computed(['timeZone', 'week', 'holidays'], (hours) => stateOf(hours).isOpen),
    closesAt: computed(['timeZone', 'week', 'holidays'], (hours) => stateOf(hours).closesAt),
    nextOpeningAt: computed(['timeZone', 'week', 'holidays'], (hours) => stateOf(hours).nextOpeningAt),
  },
});
