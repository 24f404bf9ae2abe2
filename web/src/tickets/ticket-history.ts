import type { ApolloCache } from '@apollo/client/core';
import { addToThread } from '../apollo/connections';
import type { PortalEvent } from '../events/portal-event';
import { HistoryEntryFieldsFragmentDoc, type HistoryEntryFieldsFragment } from '../gql/graphql';

export type HistoryEntry = HistoryEntryFieldsFragment;

/** A change of a ticket, between the messages of its thread. */
export interface ChangeTimelineEntry {
  key: string;
  at: string;
  entry: HistoryEntry;
}

/** That a message of the customer ends the waiting for it goes without saying. */
const isAnswered = ({ actor, changes }: HistoryEntry) =>
  actor?.role === 'CUSTOMER' && changes.some(({ from, to }) => from === 'PENDING' && to === 'OPEN');

/** Those that are not there anyway, as messages and calls are, and that say what changed. */
export const changesOf = (entries: HistoryEntry[]): ChangeTimelineEntry[] =>
  entries
    .filter((entry) => entry.event.startsWith('Ticket') && entry.changes.length > 0 && !isAnswered(entry))
    .map((entry) => ({ key: `entry ${entry.id}`, at: entry.occurredAt, entry }));

/** Puts a change that an event tells at the end of what is known of its ticket. */
export function addEntry(
  cache: ApolloCache<unknown>,
  ticketId: string,
  { __typename, id, occurredAt, actor, changes }: Extract<PortalEvent, { changes: unknown }>,
): void {
  const entry = { __typename: 'HistoryEntry', id, event: __typename, occurredAt, actor, changes };
  const node = cache.writeFragment({
    fragment: HistoryEntryFieldsFragmentDoc,
    fragmentName: 'HistoryEntryFields',
    data: entry,
  });
  if (node) addToThread(cache, { __typename: 'Ticket', id: ticketId }, 'timeline', node);
}
