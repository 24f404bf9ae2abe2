import { badCursor, decodeCursor, encodeCursor } from '../reads/connection.ts';
import type { Scope } from '../access/scope.ts';
import type { EventRow } from './event-row.ts';

const kindOf = (scope: Scope) => (scope.access === 'staff' ? 'tenant' : 'customer');

/** The opaque cursor of a number in the viewer's stream. */
export const eventCursor = (scope: Scope, sequence: number) => encodeCursor([kindOf(scope), sequence]);

/** The number of an event in the viewer's stream. */
export const numberOfEvent = (scope: Scope, event: EventRow): number =>
  scope.access === 'staff' ? event.tenantSequence : event.customerSequence!;

export const cursorOfEvent = (scope: Scope, event: EventRow) => eventCursor(scope, numberOfEvent(scope, event));

/** The number a cursor of the viewer's stream stands for. Throws BAD_USER_INPUT on `argument` for any other. */
export function readEventCursor(scope: Scope, cursor: string, argument = 'after'): number {
  const [kind, sequence] = decodeCursor(argument, cursor);
  if (kind === kindOf(scope) && typeof sequence === 'number' && sequence >= 0) return sequence;
  throw badCursor(argument);
}
