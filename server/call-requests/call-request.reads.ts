import { SortDirection } from '../graphql/sort.ts';
import { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { columnsOf } from '../reads/columns.ts';
import { belongsTo, computed, expression } from '../reads/fields.ts';
import { ascending, descending, type Order } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { CallRequest, CallRequestSortField, type CallRequestSort } from './call-request.contract.ts';
import { CallRequestRow } from './call-request.entity.ts';
import { canCancel, canComplete, canReschedule } from './call-request.policy.ts';

const hours = columnsOf(OpeningHoursRow);

const callsEnabled = expression<CallRequestRow, boolean>(
  (call) => `(select ${hours.callsEnabled} from ${hours.$name} where ${hours.tenantId} = ${call.tenantId})`,
);

export const callRequestReads = reads(CallRequestRow, CallRequest, {
  columns: [
    'id',
    'status',
    'scheduledAt',
    'scheduledEndAt',
    'dueAt',
    'phone',
    'reason',
    'note',
    'outcome',
    'endedAt',
    'createdAt',
    'updatedAt',
  ],
  fields: {
    ticket: belongsTo('ticketId'),
    customer: belongsTo('customerId'),
    requestedBy: belongsTo('requestedById'),
    handledBy: belongsTo('handledById'),
    viewerCanReschedule: computed(['status'], (call, { viewer }) => call.callsEnabled && canReschedule(viewer, call), {
      callsEnabled,
    }),
    viewerCanCancel: computed(['status'], (call, { viewer }) => canCancel(viewer, call)),
    viewerCanComplete: computed(['status'], (call, { viewer }) => canComplete(viewer, call)),
  },
  order: ascending('createdAt', 'id'),
});

const sortColumns = {
  [CallRequestSortField.DUE_AT]: 'dueAt',
  [CallRequestSortField.CREATED_AT]: 'createdAt',
} as const;

/** Latest due first unless the sort says otherwise. */
export function callRequestOrder(sort: CallRequestSort | null | undefined): Order<CallRequestRow> {
  const direction = sort?.direction === SortDirection.ASCENDING ? ascending : descending;
  return direction(sortColumns[sort?.field ?? CallRequestSortField.DUE_AT], 'id');
}
