import { isAdmin, isStaff } from '../access/viewer.ts';
import { PortalEventRow } from '../events/event.entity.ts';
import { MailDelivery } from '../mail/delivery.entity.ts';
import { columnsOf } from '../reads/columns.ts';
import { decodeCursor, encodeCursor } from '../reads/connection.ts';
import { belongsTo, boundedList, computed, expression } from '../reads/fields.ts';
import { ascending, descending, type SortKey } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { shownChanges } from '../tickets/ticket.events.ts';
import { UserRow } from '../users/user.entity.ts';
import { HistoryEntry, HistoryOrigin, SentMail } from './history.contract.ts';

/** The number in the viewer's stream: that of the tenant would tell customers how much goes on. */
const sequence: SortKey<PortalEventRow> = {
  name: 'sequence',
  type: 'bigint',
  sql: (event, viewer) => (isStaff(viewer) ? event.tenantSequence : event.customerSequence),
};

export const newestEntryFirst = descending<PortalEventRow>(sequence);
export const oldestEntryFirst = ascending<PortalEventRow>(sequence);

/** The cursor of a list of entries by their number, and back. */
export const entryCursor = (number: number) => encodeCursor([`${HistoryEntry.name} by ${sequence.name}`, number]);
export const numberOfEntry = (cursor: string) => decodeCursor('after', cursor)[1] as number;

const user = columnsOf(UserRow);
const byKey = expression<PortalEventRow, boolean | null>(
  (event) => `(select ${user.isKey} from ${user.$name} where ${user.id} = ${event.actorId})`,
);

function originOf(actorId: string | null, attempts: number | null, isByKey: boolean | null): HistoryOrigin {
  if (actorId !== null) return isByKey ? HistoryOrigin.API_KEY : HistoryOrigin.VIEWER;
  return attempts ? HistoryOrigin.VISITOR : HistoryOrigin.SYSTEM;
}

const recorded = expression<PortalEventRow, HistoryEntry['changes'] | null>((event) => event.changes);

/** A column of `event_origin`, which admins alone see. */
const ofOrigin = <Result>(column: string) =>
  expression<PortalEventRow, Result>((event, viewer) =>
    isAdmin(viewer)
      ? `(select ${column} from event_origin origin where origin.tenant_id = ${event.tenantId} and origin.tenant_sequence = ${event.tenantSequence})`
      : 'null',
  );

const attemptCount = ofOrigin<number | null>('case when attempt_key is not null then attempts end');

export const historyReads = reads(PortalEventRow, HistoryEntry, {
  columns: ['occurredAt'],
  fields: {
    id: expression((event, viewer) => `(${sequence.sql(event, viewer)})::text`),
    event: expression((event) => event.type),
    origin: computed(['actorId'], ({ actorId, attempts, byKey: isByKey }) => originOf(actorId, attempts, isByKey), {
      attempts: attemptCount,
      byKey,
    }),
    address: ofOrigin('address'),
    userAgent: ofOrigin('user_agent'),
    attempts: attemptCount,
    changes: computed(
      ['statusFrom', 'statusTo'],
      ({ recorded: changed, statusFrom: from, statusTo: to }, { viewer }) =>
        shownChanges(viewer, { changed, from, to }),
      { recorded },
    ),
    actor: belongsTo('actorId'),
    ticket: belongsTo('ticketId'),
    customer: belongsTo('customerId'),
    message: belongsTo('subjectId'),
    callRequest: belongsTo('subjectId'),
    feedback: belongsTo('subjectId'),
    article: belongsTo('subjectId'),
    category: belongsTo('subjectId'),
    user: belongsTo('subjectId'),
    ticketField: belongsTo('subjectId'),
    team: belongsTo('subjectId'),
    mails: boundedList(
      MailDelivery,
      (event, mail) => `${mail.tenantId} = ${event.tenantId} and ${mail.eventSequence} = ${event.tenantSequence}`,
      { max: 25 },
    ),
  },
  order: oldestEntryFirst,
});

export const sentMailReads = reads(MailDelivery, SentMail, {
  columns: ['id', 'name', 'sentAt', 'failure'],
  fields: {},
  order: ascending('createdAt', 'id'),
});
