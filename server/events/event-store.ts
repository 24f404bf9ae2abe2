import type { Scope } from '../access/scope.ts';
import type { ReadStatement } from '../reads/read-statement.ts';
import type { EventRow } from './event-row.ts';

/** The most events one read returns. */
export const batchSize = 200;

const streamOf = (scope: Scope) =>
  scope.access === 'staff'
    ? { owner: 'tenant_id', sequence: 'tenant_sequence', id: scope.tenantId, counter: 'tenant_counter' }
    : { owner: 'customer_id', sequence: 'customer_sequence', id: scope.customerId, counter: 'customer_counter' };

/** The next events after number `after`, in order, at most a batch. */
export function storedEvents(scope: Scope, after: number): ReadStatement<EventRow[]> {
  const { owner, sequence, id } = streamOf(scope);
  return {
    text: `
      select coalesce(json_agg(event), '[]')::text as json from (
        select type, tenant_sequence as "tenantSequence", customer_sequence as "customerSequence", ticket_id as "ticketId",
          subject_id as "subjectId", user_id as "userId", status_from as "from", status_to as "to", actor_id as "actorId", changes as "changed",
          occurred_at as "occurredAt"
        from portal_event where ${owner} = $1 and ${sequence} > $2 order by ${sequence} limit ${batchSize}
      ) as event`,
    values: [id, after],
    shape: (json) => json as EventRow[],
  };
}

/** The number of the last event before a time; 0 when there was none. */
export function lastBefore(scope: Scope, time: Date): ReadStatement<number> {
  const { owner, sequence, id } = streamOf(scope);
  // times are in the order of numbers, and each stream has an index by one of them
  const order = scope.access === 'staff' ? `occurred_at desc, ${sequence} desc` : `${sequence} desc`;
  return {
    text: `
      select coalesce((
        select ${sequence} from portal_event
        where ${owner} = $1 and ${sequence} > 0 and occurred_at < $2 order by ${order} limit 1
      ), 0)::text as json`,
    values: [id, time],
    shape: Number,
  };
}

/** The oldest number that can be replayed (one past the newest when none can) and the newest assigned. */
export function streamEnds(scope: Scope): ReadStatement<{ oldest: number; newest: number }> {
  const { owner, id, counter } = streamOf(scope);
  return {
    text: `
      select json_build_object('newest', last_event, 'oldest', first_event)::text as json
      from ${counter} where ${owner} = $1`,
    values: [id],
    shape: (json) => json as { oldest: number; newest: number },
  };
}
