import type { EventRow } from './event-row.ts';

/** The channel on which every server is notified of what a commit has recorded. */
export const eventChannel = 'portal_event';

/** The bytes PostgreSQL allows in one payload, less the room for ids and numbers before the events. */
const maxEventBytes = 7_850;

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

/**
 * SQL for the text that others are notified with of the rows of `events`, which has the columns of `portal_event` and
 * belongs to one customer: the tenant, the customer if there is one, the first and the last number, and the events if they fit.
 */
export const payloadSql = (events: string) => `(
    select concat_ws(' ', tenant_id, customer_id, first || '-' || last,
      case when octet_length(events) < ${maxEventBytes} then events end)
    from (
      select tenant_id, customer_id, min(tenant_sequence) as first, max(tenant_sequence) as last,
        json_agg(json_build_array(
          type, tenant_sequence, customer_sequence, ticket_id, subject_id, user_id, status_from, status_to,
          actor_id, changes, occurred_at
        ) order by tenant_sequence)::text as events
      from ${events} group by tenant_id, customer_id
    ) as payload
  )`;

export interface NotifyPayload {
  tenantId: string;
  /** Whose stream has new events beside the tenant's; null where there is none. */
  customerId: string | null;
  /** The numbers of the events in the stream of the tenant, which follow one another. */
  first: number;
  last: number;
  /** The events, parsed anew at each call; null when they did not fit. */
  events: () => EventRow[] | null;
}

export function parseNotifyPayload(payload: string): NotifyPayload {
  const start = payload.indexOf('[');
  const words = (start < 0 ? payload : payload.slice(0, start)).trim().split(' ');
  const [first, last] = words.pop()!.split('-').map(Number) as [number, number];
  const [tenantId, customerId = null] = words as [string, string?];
  return {
    tenantId,
    customerId,
    first,
    last,
    events: () => (start < 0 ? null : (JSON.parse(payload.slice(start)) as unknown[][]).map(toEvent)),
  };
}

const toEvent = (values: unknown[]): EventRow =>
  Object.fromEntries(fields.map((field, index) => [field, values[index]])) as unknown as EventRow;
