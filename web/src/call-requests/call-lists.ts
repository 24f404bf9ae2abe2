import type { CallRequestFilter, CallRequestSort, CallRequestStatus } from '../gql/graphql';

const openStatuses = ['REQUESTED', 'SCHEDULED'] as const satisfies CallRequestStatus[];
const endedStatuses = ['COMPLETED', 'CANCELLED', 'MISSED'] as const satisfies CallRequestStatus[];

/** Those still to be made. */
export const openCalls: CallRequestFilter = { status: [...openStatuses] };
export const endedCalls: CallRequestFilter = { status: [...endedStatuses] };

export const soonest: CallRequestSort = { field: 'DUE_AT', direction: 'ASCENDING' };
export const latest: CallRequestSort = { field: 'DUE_AT', direction: 'DESCENDING' };

export const isOpen = ({ status }: { status: CallRequestStatus }) => openStatuses.some((open) => open === status);
