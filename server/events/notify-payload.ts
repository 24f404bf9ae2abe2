import type { EventRow } from './event-row.ts';

/** The channel on which PostgreSQL notifies every server of what a commit has recorded. */
export const eventChannel = 'portal_event';

/** The bytes PostgreSQL allows in one payload, less the room for the two ids before the events. */
const maxEventBytes = 7_900;

const fields = [
  'type',
  'tenantSequence',
  'customerSequence',
  'ticketId',
  'subjectId',
  'userId',
  'from',
  'to',
  'actorId',
  'changed',
  'occurredAt',
] as const satisfies (keyof EventRow)[];

/** SQL that notifies of the rows of `events`, which has the columns of `portal_event` and belongs to one customer. */
export const notifySql = (events: string) => `
  pg_notify('${eventChannel}', (
    select concat_ws(' ', tenant_id, customer_id, case when octet_length(events) < ${maxEventBytes} then events end)
    from (
      select tenant_id, customer_id, json_agg(json_build_array(
        type, tenant_sequence, customer_sequence, ticket_id, subject_id, user_id, status_from, status_to,
        actor_id, changes, occurred_at
      ) order by tenant_sequence)::text as events
      from ${events} group by tenant_id, customer_id
    ) as payload
  ))`;

export interface NotifyPayload {
  /** The streams that have new events: the tenant's, and the customer's where there is one. */
  streamIds: string[];
  /** The events, parsed anew at each call; null when they did not fit. */
  events: () => EventRow[] | null;
}

export function parseNotifyPayload(payload: string): NotifyPayload {
  const start = payload.indexOf('[');
  const streamIds = (start < 0 ? payload : payload.slice(0, start)).trim().split(' ');
  return {
    streamIds,
    events: () => (start < 0 ? null : (JSON.parse(payload.slice(start)) as unknown[][]).map(toEvent)),
  };
}

const toEvent = (values: unknown[]): EventRow =>
  Object.fromEntries(fields.map((field, index) => [field, values[index]])) as unknown as EventRow;
