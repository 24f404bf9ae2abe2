import type { GraphQLResolveInfo } from 'graphql';
import { authorProjection } from '../users/user.projection.ts';
import { customerProjection } from '../customers/customer.projection.ts';
import type { RequestContext } from '../context.ts';
import { column, computed, isUuid, one, type Order, type Projection } from '../reads/projection.ts';
import { SortDirection } from '../graphql/sort.ts';
import { ticketProjection } from '../tickets/ticket.projection.ts';
import { CallRequestSortField, type CallRequest, type CallRequestSort } from './call-request.contract.ts';
import type { CallRequestRow } from './call-request.entity.ts';
import { canCancel, canComplete, canReschedule } from './call-request.policy.ts';

export const callRequestProjection: Projection = {
  type: 'CallRequest',
  table: 'call_request',
  scope: 'customer',
  order: {
    name: 'CallRequest',
    keys: [
      { sql: (call) => `${call}.created_at`, type: 'timestamptz' },
      { sql: (call) => `${call}.id`, type: 'uuid' },
    ],
    descending: false,
  },
  fields: {
    id: column('id'),
    status: column('status'),
    scheduledAt: column('scheduled_at'),
    scheduledEndAt: column('scheduled_end_at'),
    dueAt: column('due_at'),
    phone: column('phone'),
    reason: column('reason'),
    note: column('note'),
    ticket: one(
      () => ticketProjection,
      (call, ticket) => `${ticket}.id = ${call}.ticket_id`,
    ),
    customer: one(
      () => customerProjection,
      (call, customer) => `${customer}.id = ${call}.customer_id`,
    ),
    requestedBy: one(
      () => authorProjection,
      (call, author) => `${author}.id = ${call}.requested_by_id`,
    ),
    outcome: column('outcome'),
    handledBy: one(
      () => authorProjection,
      (call, author) => `${author}.id = ${call}.handled_by_id`,
    ),
    endedAt: column('ended_at'),
    createdAt: column('created_at'),
    updatedAt: column('updated_at'),
    viewerCanReschedule: computed<CallRequestRow>(['status'], (call, { viewer }) => canReschedule(viewer, call)),
    viewerCanCancel: computed<CallRequestRow>(['status'], (call, { viewer }) => canCancel(viewer, call)),
    viewerCanComplete: computed<CallRequestRow>(['status'], (call, { viewer }) => canComplete(viewer, call)),
  },
};

const sortKeys: Record<CallRequestSortField, Order['keys'][number]> = {
  DUE_AT: { sql: (call) => `${call}.due_at`, type: 'timestamptz' },
  CREATED_AT: { sql: (call) => `${call}.created_at`, type: 'timestamptz' },
};

export const callRequestOrder = (sort: CallRequestSort | null | undefined): Order => ({
  name: `CallRequest by ${sort?.field ?? CallRequestSortField.DUE_AT}`,
  keys: [sortKeys[sort?.field ?? CallRequestSortField.DUE_AT], { sql: (call) => `${call}.id`, type: 'uuid' }],
  descending: sort?.direction !== SortDirection.ASCENDING,
});

/** The call as asked for in `info`, or null when it does not exist for this viewer. */
export async function readCallRequest(
  context: RequestContext,
  id: string,
  info: GraphQLResolveInfo,
): Promise<CallRequest | null> {
  if (!isUuid(id)) return null;
  return context.one(callRequestProjection, (call, parameter) => `${call}.id = ${parameter(id, 'uuid')}`, info);
}
