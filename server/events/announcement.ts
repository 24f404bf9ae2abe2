import type { EventRow } from './portal-event.ts';

/** Where PostgreSQL tells all servers what a commit has recorded. */
export const eventChannel = 'portal_event';

/** The bytes PostgreSQL takes in one notification, with room for the two ids before the events. */
const maximumLength = 7_900;

const fields = [
  'type',
  'tenantSequence',
  'customerSequence',
  'ticketId',
  'subjectId',
  'userId',
  'from',
  'to',
  'occurredAt',
] as const satisfies (keyof EventRow)[];

/** SQL that announces the rows of `events`, which has the columns of `portal_event` and belongs to one customer. */
export const announce = (events: string) => `
  pg_notify('${eventChannel}', (
    select concat_ws(' ', tenant_id, customer_id, case when octet_length(news) < ${maximumLength} then news end)
    from (
      select tenant_id, customer_id, json_agg(json_build_array(
        type, tenant_sequence, customer_sequence, ticket_id, subject_id, user_id, status_from, status_to, occurred_at
      ) order by tenant_sequence)::text as news
      from ${events} group by tenant_id, customer_id
    ) as announcement
  ))`;

export interface Announcement {
  /** The tenant, and the customer where there is one: the streams that have news. */
  ids: string[];
  /** The news, made anew at each call; null when there was no room for them. */
  events: () => EventRow[] | null;
}

export function readAnnouncement(payload: string): Announcement {
  const start = payload.indexOf('[');
  const ids = (start < 0 ? payload : payload.slice(0, start)).trim().split(' ');
  return { ids, events: () => (start < 0 ? null : (JSON.parse(payload.slice(start)) as unknown[][]).map(toEvent)) };
}

const toEvent = (values: unknown[]): EventRow =>
  Object.fromEntries(fields.map((field, index) => [field, values[index]])) as unknown as EventRow;
