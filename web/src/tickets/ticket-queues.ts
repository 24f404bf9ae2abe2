import type { TicketQueuesQuery } from '../gql/graphql';
import type { TicketListFilter } from './useTicketFilter';

type Queued = Pick<TicketListFilter, 'status' | 'assignment' | 'waitingFor'>;

type Counts = NonNullable<NonNullable<TicketQueuesQuery['viewer']>['ticketQueues']>;

const workedOn: Queued['status'] = ['OPEN', 'PENDING'];

/** The queues of staff, by the filter that each is, with the name of its count. */
export const ticketQueues = [
  { name: 'mine', count: 'mine', filter: { status: workedOn, assignment: 'MINE', waitingFor: null } },
  { name: 'unassigned', count: 'unassigned', filter: { status: workedOn, assignment: 'UNASSIGNED', waitingFor: null } },
  { name: 'staff', count: 'waitingForStaff', filter: { status: [], assignment: null, waitingFor: 'STAFF' } },
  { name: 'customer', count: 'waitingForCustomer', filter: { status: [], assignment: null, waitingFor: 'CUSTOMER' } },
  { name: 'open', count: 'all', filter: { status: workedOn, assignment: null, waitingFor: null } },
  { name: 'all', count: null, filter: { status: [], assignment: null, waitingFor: null } },
] as const satisfies { name: string; count: keyof Counts | null; filter: Queued }[];

export type TicketQueueName = (typeof ticketQueues)[number]['name'];

/** The queue that a list is; null when it is another one. */
export const queueOf = ({ status, assignment, waitingFor }: Queued): TicketQueueName | null =>
  ticketQueues.find(
    ({ filter }) =>
      filter.assignment === assignment && filter.waitingFor === waitingFor && String(filter.status) === String(status),
  )?.name ?? null;
