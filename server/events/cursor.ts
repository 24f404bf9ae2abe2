import { badArgument, encodeCursor } from '../reads/connection.ts';
import type { Scope } from '../access/scope.ts';
import type { EventRow } from './portal-event.ts';

const kindOf = (scope: Scope) => (scope.access === 'staff' ? 'tenant' : 'customer');

/** The opaque place of a number in the viewer's stream. */
export const eventCursor = (scope: Scope, sequence: number) => encodeCursor([kindOf(scope), sequence]);

export const cursorOfEvent = (scope: Scope, event: EventRow) =>
  eventCursor(scope, scope.access === 'staff' ? event.tenantSequence : event.customerSequence!);

/** The number a cursor of this stream stands for. Throws BAD_USER_INPUT for anything else. */
export function readEventCursor(scope: Scope, cursor: string): number {
  try {
    const [kind, sequence] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (kind === kindOf(scope) && Number.isSafeInteger(sequence) && sequence >= 0) return sequence;
  } catch {
    // falls through to the one refusal below
  }
  throw badArgument('after', 'is not a cursor of these events');
}
